#include "database/restart_pacer.h"

#include <gtest/gtest.h>

namespace refd::db {
namespace {

using std::chrono::milliseconds;

TEST(RestartPacer, WaitsLongerEachTimeUpToALimit) {
  RestartPacer pacer({.first = milliseconds(100), .longest = milliseconds(500), .holds = milliseconds(1000)});
  EXPECT_EQ(pacer.pause_after(milliseconds(0)), milliseconds(100));
  EXPECT_EQ(pacer.pause_after(milliseconds(5)), milliseconds(200));
  EXPECT_EQ(pacer.pause_after(milliseconds(999)), milliseconds(400));
  EXPECT_EQ(pacer.pause_after(milliseconds(0)), milliseconds(500));
  EXPECT_EQ(pacer.pause_after(milliseconds(0)), milliseconds(500));
}

TEST(RestartPacer, StartsAnewAfterWhatHeld) {
  RestartPacer pacer({.first = milliseconds(100), .longest = milliseconds(500), .holds = milliseconds(1000)});
  pacer.pause_after(milliseconds(0));
  pacer.pause_after(milliseconds(0));
  EXPECT_EQ(pacer.pause_after(milliseconds(1000)), milliseconds(100));
  EXPECT_EQ(pacer.pause_after(milliseconds(0)), milliseconds(200));
}

}  // namespace
}  // namespace refd::db
