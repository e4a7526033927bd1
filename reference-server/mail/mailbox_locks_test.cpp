#include "mail/mailbox_locks.h"

#include <gmock/gmock.h>

#include "policy/changing_policies.h"

namespace refd {
namespace {

class MailboxLocksTest : public testing::Test {
 protected:
  PopPolicy& policy() { return policies_.policies.mail.pop; }
  bool is_free(const std::string& name) {
    const auto taken = locks_.take(name);
    EXPECT_TRUE(taken.has_value() || taken.error() == system_error(EBUSY));
    return taken.has_value();
  }

  ChangingPolicies policies_;
  MailboxLocks locks_{policies_};
};

TEST_F(MailboxLocksTest, OneSessionAMailboxAndTheOthersAreFree) {
  auto first = *locks_.take("taro");
  EXPECT_FALSE(is_free("taro"));
  EXPECT_TRUE(is_free("hanako"));
  first.reset();
  EXPECT_TRUE(is_free("taro"));
}

TEST_F(MailboxLocksTest, DeviationsLetSeveralInOrOnlyOneAtAll) {
  const auto first = *locks_.take("taro");
  policy().one_session_an_account = false;
  EXPECT_TRUE(is_free("taro"));
  policy().one_session_an_account = true;
  EXPECT_FALSE(is_free("taro")) << "the first is still there";
  policy().one_session_for_everybody = true;
  EXPECT_FALSE(is_free("hanako"));
}

}  // namespace
}  // namespace refd
