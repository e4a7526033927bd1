#include "accounts/sqlite_pop_logins.h"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <system_error>

#include <gmock/gmock.h>

namespace refd {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

const Clock::time_point noon{std::chrono::hours(24 * 365)};
constexpr seconds window = minutes(30);

TEST(PopLogins, OpenTheirAddressForTheWindowAndNoOther) {
  SqlitePopLogins logins("", silent_log());
  EXPECT_FALSE(logins.recent("192.0.2.1", noon, window));
  logins.record("192.0.2.1", noon);
  EXPECT_TRUE(logins.recent("192.0.2.1", noon, window));
  EXPECT_TRUE(logins.recent("192.0.2.1", noon + minutes(30), window));
  EXPECT_FALSE(logins.recent("192.0.2.1", noon + minutes(30) + seconds(1), window));
  EXPECT_FALSE(logins.recent("192.0.2.2", noon, window));
  EXPECT_FALSE(logins.recent("192.0.2.1", noon - seconds(1), window)) << "the clock was put back";
}

TEST(PopLogins, WhetherThereWasAnyAtAll) {
  SqlitePopLogins logins("", silent_log());
  EXPECT_FALSE(logins.any_recent(noon, window));
  logins.record("192.0.2.1", noon);
  EXPECT_TRUE(logins.any_recent(noon + minutes(30), window));
  EXPECT_FALSE(logins.any_recent(noon + minutes(30) + seconds(1), window));
  EXPECT_FALSE(logins.any_recent(noon - seconds(1), window));
}

TEST(PopLogins, AnotherLoginRenewsIt) {
  SqlitePopLogins logins("", silent_log());
  logins.record("192.0.2.1", noon);
  logins.record("192.0.2.1", noon + minutes(20));
  EXPECT_TRUE(logins.recent("192.0.2.1", noon + minutes(50), window));
}

TEST(PopLogins, AddressesAreComparedByMeaning) {
  SqlitePopLogins logins("", silent_log());
  logins.record("::ffff:192.0.2.1", noon);
  EXPECT_TRUE(logins.recent("192.0.2.1", noon, window));
  logins.record("2001:DB8:0:0::1", noon);
  EXPECT_TRUE(logins.recent("2001:db8::1", noon, window));
  EXPECT_FALSE(logins.recent("2001:db8::2", noon, window));
  logins.record("fe80::1%eth0", noon);
  EXPECT_TRUE(logins.recent("fe80::1", noon, window));
  logins.record("somewhere", noon);
  EXPECT_FALSE(logins.recent("somewhere", noon, window));
  EXPECT_FALSE(logins.recent("", noon, window));
}

class PopLoginsFile : public testing::Test {
 protected:
  PopLoginsFile() { std::filesystem::remove(file_); }
  ~PopLoginsFile() override {
    for (const char* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(file_ + suffix);
  }
  // Tests of one program may run side by side.
  const std::string file_ = testing::TempDir() + "pop_logins_test-" + std::to_string(::getpid()) + ".db";
};

TEST_F(PopLoginsFile, SurvivesTheServersEnd) {
  SqlitePopLogins(file_, silent_log()).record("192.0.2.1", noon);
  EXPECT_TRUE(SqlitePopLogins(file_, silent_log()).recent("192.0.2.1", noon + minutes(5), window));
}

TEST_F(PopLoginsFile, WhatIsNoDatabaseIsToldWithItsName) {
  std::ofstream(file_) << "this is no database, however long it may be: " << std::string(4096, 'x');
  try {
    const SqlitePopLogins logins(file_, silent_log());
    FAIL();
  } catch (const std::system_error& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr(file_));
  }
}

}  // namespace
}  // namespace refd
