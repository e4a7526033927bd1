#include "members/login_guard.h"

#include <gtest/gtest.h>

namespace refd::members {
namespace {

using std::chrono::seconds;

const LoginGuard::steady::time_point start{};

TEST(LoginGuardTest, LocksASourceOutAfterItsFailures) {
  LoginGuard guard({.attempts = 3, .locked_out = seconds(60)});
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(guard.locked_for("a", start), seconds(0));
    guard.failed("a", start);
  }
  EXPECT_EQ(guard.locked_for("a", start), seconds(60));
  EXPECT_EQ(guard.locked_for("b", start), seconds(0));
  EXPECT_EQ(guard.locked_for("a", start + seconds(59)), seconds(1));
  EXPECT_EQ(guard.locked_for("a", start + seconds(60)), seconds(0));
  // And then counts anew.
  guard.failed("a", start + seconds(60));
  EXPECT_EQ(guard.locked_for("a", start + seconds(60)), seconds(0));
}

TEST(LoginGuardTest, ForgetsFailuresAfterASuccess) {
  LoginGuard guard({.attempts = 2, .locked_out = seconds(60)});
  guard.failed("a", start);
  guard.succeeded("a");
  guard.failed("a", start);
  EXPECT_EQ(guard.locked_for("a", start), seconds(0));
}

TEST(LoginGuardTest, RemembersNoMoreSourcesThanItMay) {
  LoginGuard guard({.attempts = 1, .locked_out = seconds(60), .most_sources = 2});
  guard.failed("a", start);
  guard.failed("b", start + seconds(1));
  guard.failed("c", start + seconds(2));
  EXPECT_EQ(guard.locked_for("a", start + seconds(2)), seconds(0));
  EXPECT_GT(guard.locked_for("b", start + seconds(2)), seconds(0));
  EXPECT_GT(guard.locked_for("c", start + seconds(2)), seconds(0));
}

}  // namespace
}  // namespace refd::members
