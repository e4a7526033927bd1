#include "cgi/time_budget.h"

#include <gtest/gtest.h>

namespace refd::cgi {
namespace {

using std::chrono::seconds;

TEST(TimeBudgetTest, OnlyTheProgramsOwnTimeCounts) {
  const TimeBudget::steady::time_point start{};
  TimeBudget budget(seconds(60), start);
  EXPECT_EQ(budget.left(start + seconds(10)), seconds(50));
  budget.pause(start + seconds(10));
  EXPECT_EQ(budget.left(start + seconds(1000)), seconds(50));
  // Both its body and its answer are waited for.
  budget.pause(start + seconds(1000));
  budget.resume(start + seconds(1500));
  EXPECT_EQ(budget.left(start + seconds(1600)), seconds(50));
  budget.resume(start + seconds(2000));
  EXPECT_EQ(budget.left(start + seconds(2040)), seconds(10));
  EXPECT_LT(budget.left(start + seconds(2051)), seconds(0));
}

}  // namespace
}  // namespace refd::cgi
