#include "accounts/password_matcher.h"

#include <gtest/gtest.h>

#include "config/password_hash.h"

namespace refd {
namespace {

class PasswordMatcherTest : public testing::Test {
 protected:
  PasswordHashes hashes_{.hash = hash_password("Secret12"), .caseless_hash = hash_password("secret12")};
  LoginRules rules_;
  PasswordMatcher matcher_;
};

TEST_F(PasswordMatcherTest, WhatFittedFitsAgain) {
  EXPECT_TRUE(matcher_.match(hashes_, "Secret12", rules_));
  EXPECT_TRUE(matcher_.match(hashes_, "Secret12", rules_));
}

TEST_F(PasswordMatcherTest, WhatDoesNotFitDoesNotAfterOneThatDid) {
  EXPECT_FALSE(matcher_.match(hashes_, "Secret13", rules_));
  EXPECT_TRUE(matcher_.match(hashes_, "Secret12", rules_));
  EXPECT_FALSE(matcher_.match(hashes_, "Secret13", rules_));
  EXPECT_FALSE(matcher_.match(hashes_, "secret12", rules_));
  EXPECT_FALSE(matcher_.match(hashes_, "", rules_));
}

TEST_F(PasswordMatcherTest, AChangedPasswordIsForgotten) {
  EXPECT_TRUE(matcher_.match(hashes_, "Secret12", rules_));
  hashes_.hash = hash_password("Another1");
  EXPECT_FALSE(matcher_.match(hashes_, "Secret12", rules_));
}

TEST_F(PasswordMatcherTest, WhatFitsByOtherRulesIsNotKept) {
  rules_.passwords_are_case_sensitive = false;
  EXPECT_TRUE(matcher_.match(hashes_, "SECRET12", rules_));
  rules_.any_password_is_accepted = true;
  EXPECT_TRUE(matcher_.match(hashes_, "x", rules_));
  EXPECT_FALSE(matcher_.match(hashes_, "SECRET12", LoginRules()));
  EXPECT_FALSE(matcher_.match(hashes_, "x", LoginRules()));
}

TEST_F(PasswordMatcherTest, APasswordWithANulIsNotTheOneBeforeIt) {
  EXPECT_TRUE(matcher_.match(hashes_, "Secret12", rules_));
  EXPECT_FALSE(matcher_.match(hashes_, std::string_view("Secret12\0", 9), rules_));
}

}  // namespace
}  // namespace refd
