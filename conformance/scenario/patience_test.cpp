#include "scenario/patience.h"

#include <gtest/gtest.h>

namespace cts {
namespace {

using namespace std::chrono_literals;

TEST(Patience, DoesNotWaitForWhatIsThere) {
  int looks = 0;
  EXPECT_TRUE(seen_within(60'000ms, [&] { return ++looks == 1; }));
  EXPECT_EQ(looks, 1);
}

TEST(Patience, LooksAgain) {
  int looks = 0;
  EXPECT_TRUE(seen_within(60'000ms, [&] { return ++looks == 3; }));
  EXPECT_EQ(looks, 3);
}

TEST(Patience, EndsAtTheDeadlineAfterAtLeastOneLook) {
  int looks = 0;
  EXPECT_FALSE(seen_within(20ms, [&] { return ++looks < 0; }));
  EXPECT_GE(looks, 2);
  looks = 0;
  EXPECT_FALSE(seen_within(0ms, [&] { return ++looks < 0; }));
  EXPECT_EQ(looks, 1);
}

}  // namespace
}  // namespace cts
