#include "config/database_reader.h"

#include <gmock/gmock.h>

#include "config/password_hash.h"
#include "config/site_reader.h"

namespace refd {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

SiteOrErrors read(std::string_view rest, std::string_view account = "password_env = \"SECRET\"\n") {
  const SecretSources sources = {[](const std::string&) { return std::optional<std::string>("Sesame"); },
                                 [](const std::filesystem::path&) {
                                   return std::optional<std::string>();
                                 }};
  const auto text = std::string(
                        "version = 1\n[site]\ndomain = \"example.jp\"\n"
                        "[ftp_account]\nname = \"ab-cdftp\"\n")
                        .append(account)
                        .append(rest);
  return read_site(text, "/etc/site/site.toml", sources);
}

std::vector<std::string> mistakes(const SiteOrErrors& result) {
  std::vector<std::string> texts;
  if (const auto* errors = std::get_if<ConfigErrors>(&result)) {
    for (const auto& error : *errors) texts.push_back(error.text());
  }
  return texts;
}

TEST(DatabaseReader, ThereIsNoneUnlessTheSiteSaysSo) {
  EXPECT_FALSE(std::get<Site>(read("")).database);
}

TEST(DatabaseReader, AnEmptyTableIsEnough) {
  const auto site = std::get<Site>(read("[database]\n"));
  ASSERT_TRUE(site.database);
  EXPECT_EQ(site.database->user, "mysql");
  EXPECT_EQ(site.database->address, "127.0.0.1");
  EXPECT_TRUE(site.database->sync);
  EXPECT_EQ(site.database->admin_directory, "/usr/share/phpmyadmin");
}

TEST(DatabaseReader, TakesWhatIsGiven) {
  const auto site = std::get<Site>(
      read("[database]\nuser = \"db\"\nport = 3306\nsync = false\n[database.phpmyadmin]\nuser = \"pma\"\n"));
  EXPECT_EQ(site.database->user, "db");
  EXPECT_EQ(site.database->port, 3306);
  EXPECT_FALSE(site.database->sync);
  EXPECT_EQ(site.database->admin_user, "pma");
}

TEST(DatabaseReader, TellsMistakes) {
  EXPECT_THAT(mistakes(read("[database]\naddress = \"localhost\"\nprogram = \"mariadbd\"\nprot = 1\n")),
              ElementsAre(HasSubstr("no IP address"), HasSubstr("full path"), HasSubstr("prot")));
}

TEST(DatabaseReader, NeedsThePasswordItself) {
  EXPECT_THAT(mistakes(read("[database]\n", "password_hash = \"$6$salt$hash\"\n")),
              ElementsAre(HasSubstr("more than a password_hash")));
}

// The first as MariaDB's own PASSWORD() has it.
TEST(DatabaseReader, KeepsThePasswordAsDatabasesDo) {
  EXPECT_EQ(hash_password_for_database("password"), "*2470C0C06DEE42FD1618BB99005ADCA2EC9D1E19");
  const auto site = std::get<Site>(read(""));
  EXPECT_EQ(site.ftp_account.database_password_hash, hash_password_for_database("Sesame"));
  EXPECT_EQ(site.ftp_account.caseless_database_password_hash, hash_password_for_database("sesame"));
}

}  // namespace
}  // namespace refd
