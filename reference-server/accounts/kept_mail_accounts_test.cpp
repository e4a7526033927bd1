#include "accounts/kept_mail_accounts.h"

#include <unistd.h>

#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "config/password_hash.h"

namespace refd {
namespace {

using testing::ElementsAre;

std::vector<std::string> addresses(const MailAccounts& accounts) {
  std::vector<std::string> found;
  for (const auto& account : accounts.all()) found.push_back(account.address);
  return found;
}

class KeptMailAccountsTest : public testing::Test {
 protected:
  KeptMailAccountsTest() { std::filesystem::remove(file_); }
  ~KeptMailAccountsTest() override { std::filesystem::remove(file_); }

  KeptMailAccounts opened(const std::string& file = "") {
    return {
        file,
        "example.jp",
        {{.account = {"taro", "taro@example.jp", 50}, .password = {.hash = secret_, .caseless_hash = ""}},
         {.account = {"jiro", "jiro.s@example.jp", 50}, .password = {.hash = secret_, .caseless_hash = ""}}},
        silent_log()};
  }

  const std::string file_ =
      testing::TempDir() + "kept_mail_accounts-" + std::to_string(::getpid()) + ".sqlite";
  const std::string secret_ = hash_password("Secret");
  const PasswordHashes other_{.hash = hash_password("Other"), .caseless_hash = ""};
};

TEST_F(KeptMailAccountsTest, AddsAnAccountThatServicesSeeAtOnce) {
  auto accounts = opened();
  ASSERT_TRUE(accounts.add({"info", "info@example.jp", 20}, other_));
  EXPECT_EQ(accounts.at("INFO@Example.JP")->name, "info");
  EXPECT_EQ(accounts.login("info", "Other", LoginRules())->quota_octets, 20U);
  EXPECT_FALSE(accounts.login("info", "Secret", LoginRules()));
}

TEST_F(KeptMailAccountsTest, TakesNoNameTwiceAndNoAddress) {
  auto accounts = opened();
  EXPECT_EQ(accounts.add({"Taro", "new@example.jp", 20}, other_).error().value(), EEXIST);
  EXPECT_EQ(accounts.add({"new", "TARO@example.jp", 20}, other_).error().value(), EEXIST);
  ASSERT_TRUE(accounts.remove("taro"));
  EXPECT_EQ(accounts.add({"taro", "taro@example.jp", 20}, other_).error().value(), EEXIST);
  EXPECT_TRUE(accounts.was_used("TARO"));
  EXPECT_TRUE(accounts.add({"taro-2", "taro@example.jp", 20}, other_));
}

TEST_F(KeptMailAccountsTest, ChangesWhatItIsToldTo) {
  auto accounts = opened();
  ASSERT_TRUE(accounts.set_address("taro", "t.suzuki@example.jp"));
  ASSERT_TRUE(accounts.set_password("taro", other_));
  ASSERT_TRUE(accounts.set_quota("taro", 7));
  EXPECT_FALSE(accounts.at("taro@example.jp"));
  EXPECT_EQ(accounts.login("taro", "Other", LoginRules())->address, "t.suzuki@example.jp");
  EXPECT_EQ(accounts.at("t.suzuki@example.jp")->quota_octets, 7U);
  EXPECT_EQ(accounts.set_address("taro", "JIRO.S@example.jp").error().value(), EEXIST);
  EXPECT_EQ(accounts.set_address("nobody", "x@example.jp").error().value(), ENOENT);
  EXPECT_EQ(accounts.remove("TARO").error().value(), ENOENT);
}

TEST_F(KeptMailAccountsTest, RemembersAfterTheServersEnd) {
  {
    auto accounts = opened(file_);
    ASSERT_TRUE(accounts.add({"info", "info@example.jp", 20}, other_));
    ASSERT_TRUE(accounts.add({"gone", "gone@example.jp", 20}, other_));
    ASSERT_TRUE(accounts.remove("gone"));
    ASSERT_TRUE(accounts.remove("jiro"));
    ASSERT_TRUE(accounts.set_address("taro", "t@example.jp"));
  }
  auto accounts = opened(file_);
  EXPECT_THAT(addresses(accounts), ElementsAre("t@example.jp", "info@example.jp"));
  EXPECT_TRUE(accounts.login("taro", "Secret", LoginRules()));
  EXPECT_TRUE(accounts.was_used("gone"));
  EXPECT_TRUE(accounts.was_used("jiro"));
  EXPECT_TRUE(accounts.former_login("gone", "Other", LoginRules()));
  EXPECT_FALSE(accounts.former_login("info", "Other", LoginRules()));
  EXPECT_TRUE(accounts.is_of_site("Taro"));
  EXPECT_FALSE(accounts.is_of_site("info"));
}

}  // namespace
}  // namespace refd
