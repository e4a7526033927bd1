#include "members/session_table.h"

#include <gtest/gtest.h>

#include "members/tokens.h"

namespace refd::members {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

class SessionTableTest : public testing::Test {
 protected:
  ManualClock clock{Clock::time_point(hours(1'000'000 / 2))};
  SessionTable sessions{clock, {.idle = minutes(30), .longest = hours(8), .most = 3}};
};

TEST_F(SessionTableTest, KnowsWhoseSessionItIs) {
  const auto token = sessions.begin("m1");
  EXPECT_EQ(sessions.use(token), "m1");
  EXPECT_FALSE(sessions.use("other"));
  EXPECT_FALSE(sessions.use(""));
  sessions.end(token);
  EXPECT_FALSE(sessions.use(token));
}

TEST_F(SessionTableTest, EndsOneThatIsIdle) {
  const auto token = sessions.begin("m1");
  for (int i = 0; i < 10; ++i) {
    clock.advance(minutes(29));
    EXPECT_TRUE(sessions.use(token));
  }
  clock.advance(minutes(31));
  EXPECT_FALSE(sessions.use(token));
}

TEST_F(SessionTableTest, EndsOneAfterItsLongestTime) {
  const auto token = sessions.begin("m1");
  for (int i = 0; i < 16; ++i) {
    clock.advance(minutes(29));
    sessions.use(token);
  }
  clock.advance(minutes(29));
  EXPECT_FALSE(sessions.use(token));
}

TEST_F(SessionTableTest, EndsOneFromTheFuture) {
  const auto token = sessions.begin("m1");
  clock.advance(-hours(1));
  EXPECT_FALSE(sessions.use(token));
}

TEST_F(SessionTableTest, HoldsNoMoreThanItMay) {
  const auto first = sessions.begin("m1");
  clock.advance(minutes(1));
  const auto second = sessions.begin("m1");
  clock.advance(minutes(1));
  sessions.use(first);
  sessions.begin("m1");
  clock.advance(minutes(1));
  sessions.begin("m1");
  EXPECT_EQ(sessions.size(), 3U);
  EXPECT_TRUE(sessions.use(first));
  EXPECT_FALSE(sessions.use(second));
}

TEST(FormTokensTest, KnowTheirOwn) {
  const FormTokens tokens;
  const auto token = tokens.token_for("session-1");
  EXPECT_TRUE(tokens.is_token_for("session-1", token));
  EXPECT_FALSE(tokens.is_token_for("session-2", token));
  EXPECT_FALSE(tokens.is_token_for("session-1", ""));
  EXPECT_FALSE(tokens.is_token_for("session-1", token + "0"));
  EXPECT_FALSE(FormTokens().is_token_for("session-1", token));
  EXPECT_NE(random_token(), random_token());
  EXPECT_EQ(random_token().size(), 64U);
}

}  // namespace
}  // namespace refd::members
