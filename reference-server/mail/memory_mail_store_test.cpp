#include "mail/memory_mail_store.h"

#include <gmock/gmock.h>

namespace refd {
namespace {

using testing::ElementsAre;

const Mailbox taro{.name = "taro", .quota_octets = 100};
const Mailbox hanako{.name = "hanako", .quota_octets = 100};

class MemoryMailStoreTest : public testing::Test {
 protected:
  Result<std::string> deliver(const Mailbox& mailbox, std::string_view text) {
    const auto delivery = store_.begin_delivery(mailbox, text.size());
    if (!delivery) return delivery.error();
    const auto written = (*delivery)->write(text);
    if (!written) return written.error();
    return (*delivery)->commit();
  }

  FixedPolicies policies_;
  MemoryMailStore store_{policies_};
};

TEST_F(MemoryMailStoreTest, WhatIsCommittedIsThereAndNothingElse) {
  ASSERT_TRUE(deliver(taro, "Subject: a\r\n\r\nb\n").has_value());
  ASSERT_TRUE((*store_.begin_delivery(taro, 0))->write(std::string_view("abandoned")).has_value());
  const auto drop = *store_.open(taro);
  ASSERT_EQ(drop->messages().size(), 1U);
  EXPECT_EQ(drop->messages()[0].octets, 17U);
  EXPECT_EQ(*(*drop->read(0))->next(), "Subject: a\r\n\r\nb\r\n");
}

TEST_F(MemoryMailStoreTest, OneSessionAMailbox) {
  auto first = store_.open(taro);
  ASSERT_TRUE(first.has_value());
  EXPECT_EQ(store_.open(taro).error(), system_error(EBUSY));
  EXPECT_TRUE(store_.open(hanako).has_value());
  first->reset();
  EXPECT_TRUE(store_.open(taro).has_value());
}

TEST_F(MemoryMailStoreTest, AFullMailboxTakesNothingUntilSomethingIsRemoved) {
  ASSERT_TRUE(deliver(taro, std::string(120, 'x')).has_value());
  EXPECT_EQ(deliver(taro, "y").error(), system_error(EDQUOT));
  EXPECT_EQ(store_.room(taro, 1).error(), system_error(EDQUOT));
  EXPECT_TRUE((*store_.open(taro))->remove({0}).has_value());
  EXPECT_TRUE(deliver(taro, "y").has_value());
  EXPECT_THAT(store_.texts("taro"), ElementsAre("y"));
}

TEST_F(MemoryMailStoreTest, SpaceIsAskedForAgainAtTheEnd) {
  const auto early = *store_.begin_delivery(taro, 1);
  ASSERT_TRUE(deliver(taro, std::string(120, 'x')).has_value());
  EXPECT_EQ(early->commit().error(), system_error(EDQUOT));
}

TEST_F(MemoryMailStoreTest, FailsWhenTold) {
  store_.fail_with(system_error(ENOSPC));
  EXPECT_EQ(deliver(taro, "y").error(), system_error(ENOSPC));
  EXPECT_EQ(store_.use(taro)->messages, 0U);
}

}  // namespace
}  // namespace refd
