#include "runner/lease_desk.h"

#include <gtest/gtest.h>

#include "scenario/scenario.h"

namespace cts {
namespace {

TEST(LeaseDesk, LendsAThingOnce) {
  LeaseDesk desk;
  EXPECT_TRUE(desk.try_lend({"mailbox"}));
  EXPECT_FALSE(desk.try_lend({"mailbox"}));
  desk.give_back({"mailbox"});
  EXPECT_TRUE(desk.try_lend({"mailbox"}));
}

TEST(LeaseDesk, LendsAllOrNothing) {
  LeaseDesk desk;
  ASSERT_TRUE(desk.try_lend({"counter"}));
  EXPECT_FALSE(desk.try_lend({"mailbox", "counter"}));
  EXPECT_TRUE(desk.try_lend({"mailbox"})) << "the refused request must not have kept it";
}

TEST(LeaseDesk, AsksNothingOfThoseWhoNeedNothing) {
  LeaseDesk desk;
  EXPECT_TRUE(desk.try_lend({}));
  EXPECT_TRUE(desk.try_lend({}));
}

TEST(LeaseDesk, WhoHoldsTheWholeTargetIsAlone) {
  LeaseDesk desk;
  ASSERT_TRUE(desk.try_lend({resource::whole_target}));
  EXPECT_FALSE(desk.try_lend({}));
  EXPECT_FALSE(desk.try_lend({"counter"}));
  EXPECT_FALSE(desk.try_lend({resource::whole_target}));
  desk.give_back({resource::whole_target});
  EXPECT_TRUE(desk.try_lend({}));
}

TEST(LeaseDesk, TheWholeTargetIsLentWhenItsLastGuestHasLeft) {
  LeaseDesk desk;
  ASSERT_TRUE(desk.try_lend({}));
  ASSERT_TRUE(desk.try_lend({"counter"}));
  EXPECT_FALSE(desk.try_lend({resource::whole_target}));
  desk.give_back({});
  EXPECT_FALSE(desk.try_lend({resource::whole_target}));
  desk.give_back({"counter"});
  EXPECT_TRUE(desk.try_lend({resource::whole_target}));
}

TEST(LeaseDesk, IgnoresTheReturnOfWhatWasNotLent) {
  LeaseDesk desk;
  desk.give_back({"counter"});
  EXPECT_TRUE(desk.try_lend({"counter"}));
}

TEST(MailAccountDesk, LendsAsManyAsThereAreEachToOneAtATime) {
  MailAccountDesk desk(3);
  const auto two = desk.try_lend(2);
  ASSERT_EQ(two, (std::vector<std::size_t>{0, 1}));
  EXPECT_FALSE(desk.try_lend(2).has_value());
  EXPECT_EQ(desk.try_lend(1), (std::vector<std::size_t>{2}));
  EXPECT_FALSE(desk.try_lend(1).has_value());
  desk.give_back(*two);
  EXPECT_EQ(desk.try_lend(1), (std::vector<std::size_t>{0}));
}

TEST(MailAccountDesk, HasAlwaysEnoughForThoseWhoNeedNone) {
  MailAccountDesk none(0);
  EXPECT_EQ(none.try_lend(0), std::vector<std::size_t>());
  EXPECT_FALSE(none.try_lend(1).has_value());
}

}  // namespace
}  // namespace cts
