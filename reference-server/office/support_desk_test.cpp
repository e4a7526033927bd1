#include "office/support_desk.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "mail/memory_mail_store.h"
#include "office/office_fixture.h"
#include "policy/policies.h"

namespace refd::office {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class NotedAccessFiles final : public AccessKeeper {
 public:
  Result<std::string> disable(const std::string& directory) override {
    if (directory != "/web/members") return system_error(ENOENT);
    disabled.push_back(directory);
    return directory + "/.ftpaccess.disabled";
  }
  std::vector<std::string> disabled;
};

class SupportDeskTest : public OfficeFixture {
 protected:
  void arrives(const std::string& directory, const std::string& number = "C-1",
               const std::string& domain = "example.jp") {
    const auto text = "Subject: x\r\n\r\n番号：" + number + "\r\nドメイン名：" + domain +
                      "\r\nディレクトリ：" + directory + "\r\n";
    const auto delivery = store.begin_delivery(mailbox, 0);
    ASSERT_TRUE(delivery);
    ASSERT_TRUE((*delivery)->write({text.data(), text.size()}));
    ASSERT_TRUE((*delivery)->commit());
  }
  std::string state(std::int64_t number) { return desk.find(number)->state; }

  FixedPolicies mail_policies;
  MemoryMailStore store{mail_policies};
  const Mailbox mailbox{".requests", 1 << 20};
  NotedAccessFiles access_files;
  SupportDesk desk{"", {store, mailbox, access_files, *audit, clock, policies, silent_log()}, contract};
};

TEST_F(SupportDeskTest, TakesMailInAndDoesWhatItAsks) {
  arrives("/web/members");
  EXPECT_EQ(desk.take_in(), 1U);
  EXPECT_EQ(desk.take_in(), 0U);
  EXPECT_THAT(store.texts(".requests"), IsEmpty());
  ASSERT_THAT(desk.latest(10), SizeIs(1));
  const auto handled = desk.handle(1, "desk");
  ASSERT_TRUE(handled);
  EXPECT_EQ(handled->state, "done");
  EXPECT_THAT(handled->note, HasSubstr(".ftpaccess.disabled"));
  EXPECT_FALSE(desk.handle(1, "desk"));
  EXPECT_FALSE(desk.handle(2, "desk"));
  EXPECT_THAT(access_files.disabled, ElementsAre("/web/members"));
  EXPECT_THAT(audit_text(), HasSubstr("request.done"));
}

TEST_F(SupportDeskTest, RefusesWhoIsNotTheCustomer) {
  arrives("/web/members", "C-2");
  arrives("/web/members", "C-1", "other.example");
  arrives("");
  arrives("/web/nothing");
  desk.take_in();
  EXPECT_THAT(desk.handle_all("desk"), SizeIs(4));
  for (int number = 1; number <= 4; ++number) EXPECT_EQ(state(number), "refused") << number;
  EXPECT_THAT(access_files.disabled, IsEmpty());
}

TEST_F(SupportDeskTest, FollowsThePolicy) {
  policies.policy.requests_are_taken_in = false;
  arrives("/web/members");
  EXPECT_EQ(desk.take_in(), 0U);
  EXPECT_THAT(store.texts(".requests"), IsEmpty());
}

}  // namespace
}  // namespace refd::office
