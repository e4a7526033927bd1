#include "accounts/hashed_mail_accounts.h"

#include <stdexcept>

#include <gmock/gmock.h>

#include "config/password_hash.h"

namespace refd {
namespace {

HashedMailAccounts accounts() {
  const PasswordHashes password{hash_password("Geheim-7"), hash_password(without_case("Geheim-7"))};
  return {"Example.JP",
          {{{.name = "taro", .address = "taro@example.jp", .quota_octets = 20'000'000}, password},
           {{.name = "m-hanako", .address = "Hanako@example.jp", .quota_octets = 50'000'000},
            {hash_password("other"), ""}}}};
}

TEST(HashedMailAccounts, NameAndPasswordOpenTheAccount) {
  const auto directory = accounts();
  const auto taro = directory.login("taro", "Geheim-7", {});
  ASSERT_TRUE(taro);
  EXPECT_EQ(taro->address, "taro@example.jp");
  EXPECT_EQ(taro->quota_octets, 20'000'000U);
  EXPECT_FALSE(directory.login("taro", "geheim-7", {}));
  EXPECT_FALSE(directory.login("Taro", "Geheim-7", {}));
  EXPECT_FALSE(directory.login("m-hanako", "Geheim-7", {})) << "another account's";
  EXPECT_FALSE(directory.login("taro", "", {}));
  EXPECT_FALSE(directory.login("jiro", "Geheim-7", {}));
}

TEST(HashedMailAccounts, LooserRulesGiveTheContractsAccount) {
  const auto directory = accounts();
  EXPECT_TRUE(directory.login("TARO", "Geheim-7", {.names_are_case_sensitive = false}));
  EXPECT_TRUE(directory.login("taro", "GEHEIM-7", {.passwords_are_case_sensitive = false}));
  EXPECT_TRUE(directory.login("taro", "x", {.any_password_is_accepted = true}));
  EXPECT_FALSE(directory.login("jiro", "x", {.any_password_is_accepted = true}));
}

TEST(HashedMailAccounts, AddressesAreFoundWhateverTheirCase) {
  const auto directory = accounts();
  ASSERT_TRUE(directory.at("hanako@EXAMPLE.jp"));
  EXPECT_EQ(directory.at("hanako@EXAMPLE.jp")->name, "m-hanako");
  EXPECT_FALSE(directory.at("m-hanako@example.jp")) << "a login name is no address";
  EXPECT_FALSE(directory.at("hanako@example.com"));
  EXPECT_FALSE(directory.at("hanako"));
  EXPECT_FALSE(directory.at(""));
}

TEST(HashedMailAccounts, OwnsItsDomainAndNoOther) {
  const auto directory = accounts();
  EXPECT_TRUE(directory.owns_domain("example.jp"));
  EXPECT_TRUE(directory.owns_domain("EXAMPLE.JP"));
  EXPECT_FALSE(directory.owns_domain("sub.example.jp"));
  EXPECT_FALSE(directory.owns_domain("ample.jp"));
  EXPECT_EQ(directory.all().size(), 2U);
}

TEST(HashedMailAccounts, WithoutAnAccountNobodyEnters) {
  const HashedMailAccounts nobody("example.jp", {});
  EXPECT_FALSE(nobody.login("", "", {.any_password_is_accepted = true}));
  EXPECT_FALSE(nobody.at("@example.jp"));
}

TEST(HashedMailAccounts, RefusesWhatIsNoHash) {
  EXPECT_THROW(HashedMailAccounts("example.jp", {{{.name = "taro"}, {"*0", ""}}}), std::invalid_argument);
}

}  // namespace
}  // namespace refd
