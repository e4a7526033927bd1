// Whether a name exists must not be told by how long an answer takes. Work is counted here, not time:
// crypt(3) is all that takes any.
#include <crypt.h>
#include <dlfcn.h>

#include <gtest/gtest.h>

#include "accounts/hashed_accounts.h"
#include "accounts/hashed_mail_accounts.h"
#include "accounts/kept_mail_accounts.h"
#include "config/password_hash.h"

namespace {
int hashings = 0;
}  // namespace

// Stands before the library's, to count.
extern "C" char* crypt_r(const char* phrase, const char* setting, crypt_data* data) {
  using Real = char* (*)(const char*, const char*, crypt_data*);
  static const auto real = reinterpret_cast<Real>(::dlsym(RTLD_NEXT, "crypt_r"));
  ++hashings;
  return real(phrase, setting, data);
}

namespace refd {
namespace {

template <class Login>
int hashings_of(const Login& login) {
  hashings = 0;
  login();
  return hashings;
}

TEST(EqualWork, OfAnUnknownFtpNameAndAWrongPassword) {
  const HashedAccounts accounts({{.name = "ab-cdftp", .password_hash = hash_password("Secret12")}});
  const auto wrong = hashings_of([&] { EXPECT_FALSE(accounts.ftp_login("ab-cdftp", "wrong", {})); });
  EXPECT_EQ(hashings_of([&] { EXPECT_FALSE(accounts.ftp_login("nobody", "wrong", {})); }), wrong);
  EXPECT_GT(wrong, 0);
}

TEST(EqualWork, OfAnUnknownMailAccountAndAWrongPassword) {
  const HashedMailAccounts accounts("example.jp", {{.account = {.name = "taro", .address = "taro@example.jp"},
                                                    .password = {hash_password("Secret12"), ""}}});
  const auto wrong = hashings_of([&] { EXPECT_FALSE(accounts.login("taro", "wrong", {})); });
  EXPECT_EQ(hashings_of([&] { EXPECT_FALSE(accounts.login("nobody", "wrong", {})); }), wrong);
  EXPECT_GT(wrong, 0);
}

TEST(Changes, TakeNoHashingOfOtherAccounts) {
  std::vector<HashedMailAccounts::Entry> entries;
  const PasswordHashes password{hash_password("Secret12"), ""};
  for (int number = 0; number < 50; ++number) {
    const auto name = "m" + std::to_string(number);
    entries.push_back({.account = {.name = name, .address = name + "@example.jp"}, .password = password});
  }
  KeptMailAccounts accounts("", "example.jp", entries, silent_log());
  EXPECT_EQ(hashings_of([&] {
              EXPECT_TRUE(accounts.add({.name = "taro", .address = "taro@example.jp"}, password));
              EXPECT_TRUE(accounts.set_address("m7", "seven@example.jp"));
              EXPECT_TRUE(accounts.remove("m8"));
            }),
            0);
}

}  // namespace
}  // namespace refd
