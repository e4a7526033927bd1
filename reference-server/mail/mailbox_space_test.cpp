#include "mail/mailbox_space.h"

#include <gmock/gmock.h>

namespace refd {
namespace {

const Mailbox box{.name = "taro", .quota_octets = 1000};

bool fits(const MailboxPolicy& policy, std::uint64_t used, std::uint64_t octets) {
  const auto answer = space_for(policy, box, used, octets);
  EXPECT_TRUE(answer.has_value() || answer.error() == system_error(EDQUOT));
  return answer.has_value();
}

TEST(MailboxSpace, TheMessageThatCrossesTheLimitIsStoredAndTheNextIsNot) {
  const MailboxPolicy policy;
  EXPECT_TRUE(fits(policy, 0, 1000));
  EXPECT_TRUE(fits(policy, 999, 1));
  EXPECT_TRUE(fits(policy, 999, 20'000'000));
  EXPECT_FALSE(fits(policy, 1000, 1));
  EXPECT_FALSE(fits(policy, 20'000'999, 0));
}

TEST(MailboxSpace, TheOtherReadingRefusesTheMessageThatCrosses) {
  const MailboxPolicy policy{.crossing_message_is_stored = false};
  EXPECT_TRUE(fits(policy, 0, 1000));
  EXPECT_TRUE(fits(policy, 400, 600));
  EXPECT_FALSE(fits(policy, 400, 601));
  EXPECT_TRUE(fits(policy, 999, 0)) << "of unknown size";
  EXPECT_FALSE(fits(policy, 1000, 0));
}

TEST(MailboxSpace, DeviationsShrinkItOrForgetIt) {
  EXPECT_FALSE(fits({.percent_of_space = 50}, 500, 1));
  EXPECT_TRUE(fits({.percent_of_space = 50}, 499, 1));
  EXPECT_TRUE(fits({.full_is_refused = false}, 5000, 1));
}

TEST(MailboxSpace, LargeSpacesDoNotOverflow) {
  const Mailbox large{.name = "taro", .quota_octets = std::uint64_t{1} << 60U};
  EXPECT_TRUE(space_for({}, large, (std::uint64_t{1} << 60U) - 1, 1).has_value());
  EXPECT_FALSE(space_for({}, large, std::uint64_t{1} << 60U, 1).has_value());
}

}  // namespace
}  // namespace refd
