#include "database/server_command.h"

#include <gmock/gmock.h>

namespace refd::db {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

const ServerSettings settings{.program = "/usr/sbin/mariadbd",
                              .share = "/usr/share/mysql",
                              .data = "/state/database/data",
                              .socket = "/state/database/socket/mysql.sock",
                              .pid_file = "/state/database/mysql.pid",
                              .temporary = "/state/database/temporary",
                              .first_words = "/state/database/accounts.sql",
                              .sessions = 20};

TEST(ServerCommand, ReadsNoOptionFilesOfTheMachine) {
  const auto words = server_command(settings);
  EXPECT_EQ(words[0], "/usr/sbin/mariadbd");
  EXPECT_EQ(words[1], "--no-defaults");  // counts only as the first one
}

// Two servers with one folder remove each other's temporary tables.
TEST(ServerCommand, SharesItsTemporaryTablesWithNobody) {
  EXPECT_THAT(server_command(settings), Contains("--tmpdir=/state/database/temporary"));
  EXPECT_THAT(bootstrap_command(settings, "/dev/shm/x"), Contains("--tmpdir=/dev/shm/x"));
}

// DB-3: nobody reaches it but by its socket.
TEST(ServerCommand, OpensNoPortOfItsOwn) {
  EXPECT_THAT(server_command(settings), Contains("--skip-networking"));
  EXPECT_THAT(server_command(settings), Contains("--socket=/state/database/socket/mysql.sock"));
}

TEST(ServerCommand, LetsNobodyReadFiles) {
  EXPECT_THAT(server_command(settings), Contains("--local-infile=0"));
  EXPECT_THAT(server_command(settings), Contains(HasSubstr("--secure-file-priv=")));
}

TEST(ServerCommand, KeepsSomeSessionsForOurselves) {
  EXPECT_THAT(server_command(settings), Contains("--max-connections=25"));
  EXPECT_THAT(server_command(settings), Contains("--max-user-connections=20"));
}

TEST(ServerCommand, WaitsForTheDiskUnlessToldNotTo) {
  EXPECT_THAT(server_command(settings), Not(Contains(HasSubstr("nosync"))));
  auto hasty = settings;
  hasty.sync = false;
  EXPECT_THAT(server_command(hasty), Contains("--innodb-flush-method=nosync"));
}

TEST(ServerCommand, MakesItsFirstTablesWhereItIsTold) {
  EXPECT_THAT(bootstrap_command(settings, "/dev/shm/x"), Contains("--datadir=/dev/shm/x"));
  EXPECT_THAT(bootstrap_command(settings, "/dev/shm/x"), Contains("--bootstrap"));
  EXPECT_THAT(bootstrap_head(), HasSubstr("SET @auth_root_socket='root';\n"));
  EXPECT_THAT(bootstrap_files(), ElementsAre("mysql_system_tables.sql", "mysql_system_tables_data.sql"));
}

}  // namespace
}  // namespace refd::db
