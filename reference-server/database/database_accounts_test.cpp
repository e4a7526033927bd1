#include "database/database_accounts.h"

#include <gmock/gmock.h>

namespace refd::db {
namespace {

using testing::HasSubstr;
using testing::Not;

const Customer customer{"ab-cdftp", "*0123456789012345678901234567890123456789", "*FFFF"};

std::string as_promised() {
  return account_statements(customer, {});
}

std::string with(void (*alter)(DatabasePolicy&)) {
  DatabasePolicy policy;
  alter(policy);
  return account_statements(customer, policy);
}

// DB-2.
TEST(DatabaseAccounts, TheUserIsTheLoginWithoutItsHyphens) {
  EXPECT_EQ(user_of("ab-cdftp"), "abcdftp");
  EXPECT_EQ(user_of("-a--b-"), "ab");
  EXPECT_EQ(user_of("abcdftp"), "abcdftp");
  EXPECT_EQ(user_of("ab-cdftp", ""), "ab-cdftp");
}

// DB-1.
TEST(DatabaseAccounts, DatabasesAreNumberedInTwoDigits) {
  EXPECT_EQ(database_name("abcdftp", 1), "abcdftp01");
  EXPECT_EQ(database_name("abcdftp", 6), "abcdftp06");
}

TEST(DatabaseAccounts, MakesSixDatabasesAndOneUser) {
  const auto text = as_promised();
  EXPECT_THAT(text, HasSubstr("CREATE DATABASE IF NOT EXISTS `abcdftp01`;\n"));
  EXPECT_THAT(text, HasSubstr("CREATE DATABASE IF NOT EXISTS `abcdftp06`;\n"));
  EXPECT_THAT(text, Not(HasSubstr("abcdftp07")));
  EXPECT_THAT(text, HasSubstr("CREATE OR REPLACE USER 'abcdftp'@'localhost' IDENTIFIED VIA "
                              "mysql_native_password USING '*0123456789012345678901234567890123456789';\n"));
  EXPECT_THAT(text, HasSubstr("GRANT ALL PRIVILEGES ON `abcdftp06`.* TO 'abcdftp'@'localhost';\n"));
  // A user that a deviation made goes again.
  EXPECT_THAT(text, HasSubstr("DROP USER IF EXISTS 'ab-cdftp'@'localhost';\n"));
}

// '_' in a grant would stand for any letter: other databases.
TEST(DatabaseAccounts, NamesInGrantsStandForThemselvesOnly) {
  EXPECT_THAT(account_statements({"a_b", "*1", ""}, {}), HasSubstr("GRANT ALL PRIVILEGES ON `a\\_b01`.*"));
}

TEST(DatabaseAccounts, RootHasAPasswordAndNoOtherWayIn) {
  EXPECT_EQ(root_statement("*12"),
            "ALTER USER 'root'@'localhost' IDENTIFIED VIA mysql_native_password USING '*12';\n");
}

TEST(DatabaseAccounts, AltersWhatThePolicyAlters) {
  EXPECT_THAT(with([](DatabasePolicy& p) { p.databases = 5; }), Not(HasSubstr("ON `abcdftp06`")));
  EXPECT_THAT(with([](DatabasePolicy& p) { p.databases = 5; }), HasSubstr("EXISTS `abcdftp06`"));
  EXPECT_THAT(with([](DatabasePolicy& p) { p.last_database_is_writable = false; }),
              HasSubstr("GRANT SELECT ON `abcdftp06`.*"));
  const auto hyphen = with([](DatabasePolicy& p) { p.dropped = ""; });
  EXPECT_THAT(hyphen, HasSubstr("CREATE OR REPLACE USER 'ab-cdftp'@"));
  EXPECT_THAT(hyphen, HasSubstr("DROP USER IF EXISTS 'abcdftp'@"));
  EXPECT_THAT(hyphen, HasSubstr("ON `abcdftp01`.* TO 'ab-cdftp'@"));
  EXPECT_THAT(with([](DatabasePolicy& p) { p.password_has_case = false; }),
              HasSubstr(" OR mysql_native_password USING '*FFFF'"));
  EXPECT_THAT(with([](DatabasePolicy& p) { p.only_one_user = false; }),
              HasSubstr("CREATE OR REPLACE USER 'ab-cdftp'@"));
  EXPECT_THAT(with([](DatabasePolicy& p) { p.asks_for_the_password = false; }),
              HasSubstr(" OR mysql_native_password USING '';"));
}

}  // namespace
}  // namespace refd::db
