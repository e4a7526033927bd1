#include "accounts/hashed_accounts.h"

#include <stdexcept>
#include <vector>

#include <gmock/gmock.h>

#include "config/password_hash.h"

namespace refd {
namespace {

using Accounts = std::vector<HashedAccounts::Account>;

HashedAccounts accounts() {
  return HashedAccounts(Accounts{{.name = "ab-cdftp",
                                  .password_hash = hash_password("Geheim-7"),
                                  .caseless_password_hash = hash_password(without_case("Geheim-7"))}});
}

TEST(HashedAccounts, AcceptsThePairAndNothingElse) {
  const auto directory = accounts();
  EXPECT_TRUE(directory.accepts_ftp("ab-cdftp", "Geheim-7"));
  EXPECT_FALSE(directory.accepts_ftp("ab-cdftp", "geheim-7"));
  EXPECT_FALSE(directory.accepts_ftp("AB-CDFTP", "Geheim-7"));
  EXPECT_FALSE(directory.accepts_ftp("ab-cdftp", ""));
  EXPECT_FALSE(directory.accepts_ftp("ab-cdftp", "Geheim-7 "));
  EXPECT_FALSE(directory.accepts_ftp("anonymous", "Geheim-7"));
  EXPECT_FALSE(directory.accepts_ftp("", ""));
  EXPECT_FALSE(directory.accepts_ftp("ab-cdftp", std::string_view("Geheim-7\0x", 10)));
}

TEST(HashedAccounts, LooserRulesGiveTheContractsName) {
  const auto directory = accounts();
  EXPECT_EQ(directory.ftp_login("AB-cdftp", "Geheim-7", {.names_are_case_sensitive = false}), "ab-cdftp");
  EXPECT_EQ(directory.ftp_login("ab-cdftp", "gEHEIM-7", {.passwords_are_case_sensitive = false}), "ab-cdftp");
  EXPECT_EQ(directory.ftp_login("ab-cdftp", "other", {.passwords_are_case_sensitive = false}), std::nullopt);
  EXPECT_EQ(directory.ftp_login("ab-cdftp", "other", {.any_password_is_accepted = true}), "ab-cdftp");
  EXPECT_EQ(directory.ftp_login("someone", "other", {.any_password_is_accepted = true}), std::nullopt);
}

TEST(HashedAccounts, TakesEveryScheme) {
  // The traditional DES form of "secret" with the salt "ab".
  const HashedAccounts directory(Accounts{{.name = "a", .password_hash = "abNANd1rDfiNc"}});
  EXPECT_TRUE(directory.accepts_ftp("a", "secret"));
  EXPECT_FALSE(directory.accepts_ftp("a", "Secret"));
}

TEST(HashedAccounts, RefusesWhatIsNoHash) {
  EXPECT_THROW(HashedAccounts(Accounts{{.name = "a", .password_hash = ""}}), std::invalid_argument);
  EXPECT_THROW(HashedAccounts(Accounts{{.name = "a", .password_hash = "*0"}}), std::invalid_argument);
  EXPECT_THROW(HashedAccounts(Accounts{{.name = "a", .password_hash = "$unknown$x"}}), std::invalid_argument);
}

TEST(HashedAccounts, WithoutAnAccountNobodyEnters) {
  EXPECT_FALSE(HashedAccounts(Accounts()).accepts_ftp("", ""));
  EXPECT_FALSE(HashedAccounts(Accounts()).ftp_login("a", "b", {.any_password_is_accepted = true}));
}

}  // namespace
}  // namespace refd
