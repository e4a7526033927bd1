#include "smtp/settling.h"

#include <gmock/gmock.h>

#include "smtp/bench_session.h"
#include "smtp/local_delivery.h"
#include "smtp/next_hops.h"

namespace refd::smtp {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using Kind = Outcome::Kind;
using std::chrono::hours;
using std::chrono::seconds;

// A text in pieces.
class Pieces final : public ByteSource {
 public:
  explicit Pieces(std::vector<std::string> pieces) : pieces_(std::move(pieces)) {}
  Result<std::string_view> next() override {
    return at_ < pieces_.size() ? std::string_view(pieces_[at_++]) : std::string_view();
  }

 private:
  std::vector<std::string> pieces_;
  std::size_t at_ = 0;
};

class SettlingTest : public testing::Test {
 protected:
  Settlement settled(const std::vector<Outcome>& outcomes) {
    return settlement_of(message_, outcomes, {sending_, policy_, now_, [this](Excerpt::Extent extent) {
                                                asked_ = extent;
                                                return excerpt_;
                                              }});
  }

  const Clock::time_point start_{hours(24 * 365)};
  Clock::time_point now_ = start_ + hours(1);
  Site::Sending sending_{.host_name = "mail.example.jp"};
  SmtpPolicy policy_;
  Excerpt excerpt_{"Subject: x\r\n\r\ntext\r\n", true};
  Excerpt::Extent asked_ = Excerpt::Extent::small;
  QueuedMessage message_{.id = "Q1",
                         .sender = "taro@example.jp",
                         .arrived = start_,
                         .octets = 20,
                         .recipients = {{"a@b.example", 2, start_}, {"hanako@example.jp", 0, start_}}};
};

TEST_F(SettlingTest, WhoHasGotItIsDoneWith) {
  const auto settlement = settled({{"hanako@example.jp", Kind::delivered, "2.0.0", "", ""}});
  EXPECT_EQ(settlement.message, "Q1");
  EXPECT_THAT(settlement.finished, ElementsAre("hanako@example.jp"));
  EXPECT_FALSE(settlement.notice);
}

TEST_F(SettlingTest, TriesComeLaterEachTime) {
  const auto settlement = settled({{"a@b.example", Kind::deferred, "4.4.1", "no route", "mx.b.example"}});
  EXPECT_THAT(settlement.finished, IsEmpty());
  ASSERT_THAT(settlement.deferred, SizeIs(1));
  EXPECT_EQ(settlement.deferred[0].attempts, 3U);
  EXPECT_EQ(settlement.deferred[0].next_try, now_ + seconds(300 * 4));
  EXPECT_EQ(pause_after(sending_, 1), seconds(300));
  EXPECT_EQ(pause_after(sending_, 2), seconds(600));
  EXPECT_EQ(pause_after(sending_, 1000), hours(4));
}

TEST_F(SettlingTest, TheSenderIsToldOfFailures) {
  const auto settlement =
      settled({{"a@b.example", Kind::failed, "5.1.1", "550 5.1.1 nobody\r\nX-Evil: 1", "mx.b.example"},
               {"hanako@example.jp", Kind::failed, "5.2.2", "The mailbox is full", ""}});
  EXPECT_THAT(settlement.finished, SizeIs(2));
  ASSERT_TRUE(settlement.notice);
  EXPECT_EQ(settlement.notice->envelope.sender, "");
  EXPECT_THAT(settlement.notice->envelope.recipients, ElementsAre("taro@example.jp"));
  EXPECT_THAT(
      settlement.notice->text,
      AllOf(HasSubstr(
                "From: Mail Delivery System <MAILER-DAEMON@mail.example.jp>\r\nTo: <taro@example.jp>\r\n"),
            HasSubstr("Content-Type: multipart/report; report-type=delivery-status;\r\n"),
            HasSubstr(
                "Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mail.example.jp\r\n"
                "Arrival-Date: Fri, 1 Jan 1971 09:00:00 +0900\r\n\r\n"
                "Final-Recipient: rfc822; a@b.example\r\nAction: failed\r\nStatus: 5.1.1\r\n"
                "Remote-MTA: dns; mx.b.example\r\nDiagnostic-Code: smtp; 550 5.1.1 nobody??X-Evil: 1\r\n\r\n"
                "Final-Recipient: rfc822; hanako@example.jp\r\nAction: failed\r\nStatus: 5.2.2\r\n"
                "Diagnostic-Code: x-local; The mailbox is full\r\n"),
            HasSubstr("Content-Type: message/rfc822\r\n\r\nSubject: x\r\n\r\ntext\r\n\r\n--"),
            Not(HasSubstr("8bit"))));
}

TEST_F(SettlingTest, NobodyIsToldThatTellingFailed) {
  message_.sender.clear();
  const auto settlement = settled({{"a@b.example", Kind::failed, "5.1.1", "nobody", ""}});
  EXPECT_THAT(settlement.finished, ElementsAre("a@b.example"));
  EXPECT_FALSE(settlement.notice);
  message_.sender = "taro@example.jp";
  policy_.bounces_are_sent = false;
  EXPECT_FALSE(settled({{"a@b.example", Kind::failed, "5.1.1", "nobody", ""}}).notice);
}

TEST_F(SettlingTest, AfterDaysItIsGivenUp) {
  now_ = start_ + sending_.gives_up_after;
  const auto settlement = settled({{"a@b.example", Kind::deferred, "4.4.1", "no answer", "mx.b.example"}});
  EXPECT_THAT(settlement.finished, ElementsAre("a@b.example"));
  EXPECT_THAT(settlement.notice->text,
              AllOf(HasSubstr("Status: 4.4.7\r\n"), HasSubstr("at last: no answer")));
}

// RFC 3461 section 4.1
TEST_F(SettlingTest, WhoWantsToHearNothingIsToldNothing) {
  message_.recipients[0].wishes.notify = "NEVER";
  EXPECT_FALSE(settled({{"a@b.example", Kind::failed, "5.1.1", "nobody", "mx.b.example"}}).notice);
  message_.recipients[0].wishes.notify = "SUCCESS,DELAY";
  EXPECT_FALSE(settled({{"a@b.example", Kind::failed, "5.1.1", "nobody", "mx.b.example"}}).notice);
}

TEST_F(SettlingTest, SuccessIsToldToWhomItMatters) {
  message_.recipients[0].wishes = {"SUCCESS", "rfc822;A+2Bx@b.example"};
  message_.recipients[1].wishes = {"SUCCESS,FAILURE", ""};
  message_.wishes.envelope_id = "QQ+2D1";
  const auto settlement = settled({{"a@b.example", Kind::delivered, "2.0.0", "250 2.0.0 Ok", "mx.b.example"},
                                   {"hanako@example.jp", Kind::delivered, "2.0.0", "", ""}});
  ASSERT_TRUE(settlement.notice);
  EXPECT_EQ(settlement.notice->envelope.wishes_about.at("taro@example.jp").notify, "NEVER");
  EXPECT_EQ(asked_, Excerpt::Extent::header);
  EXPECT_THAT(
      settlement.notice->text,
      AllOf(HasSubstr("Subject: Your mail was delivered\r\n"),
            HasSubstr("\r\n\r\nOriginal-Envelope-Id: QQ-1\r\nReporting-MTA: dns; mail.example.jp\r\n"),
            HasSubstr("\r\n\r\nOriginal-Recipient: rfc822; A+x@b.example\r\n"
                      "Final-Recipient: rfc822; a@b.example\r\nAction: relayed\r\nStatus: 2.0.0\r\n"),
            HasSubstr("\r\n\r\nFinal-Recipient: rfc822; hanako@example.jp\r\nAction: delivered\r\n"
                      "Status: 2.0.0\r\n")));
}

TEST_F(SettlingTest, WhoReportsItselfIsNotRepeated) {
  message_.recipients[0].wishes.notify = "SUCCESS";
  EXPECT_FALSE(settled({{"a@b.example", Kind::delivered, "2.0.0", "Ok", "mx.b.example", true}}).notice);
  EXPECT_FALSE(settled({{"hanako@example.jp", Kind::delivered, "2.0.0", "", ""}}).notice)
      << "nothing was said about success";
}

TEST_F(SettlingTest, ADelayIsToldOnce) {
  const std::vector<Outcome> late{{"a@b.example", Kind::deferred, "4.4.1", "no route", "mx.b.example"}};
  EXPECT_FALSE(settled(late).notice);
  now_ = start_ + hours(4);
  const auto settlement = settled(late);
  ASSERT_TRUE(settlement.notice);
  EXPECT_THAT(settlement.notice->text,
              AllOf(HasSubstr("Subject: Your mail is delayed\r\n"), HasSubstr("Action: delayed\r\n"),
                    HasSubstr("Status: 4.4.1\r\n"), HasSubstr("\r\nWill-Retry-Until: ")));
  EXPECT_EQ(asked_, Excerpt::Extent::header);
  ASSERT_THAT(settlement.deferred, SizeIs(1));
  EXPECT_TRUE(settlement.deferred[0].warned);

  message_.recipients[0] = settlement.deferred[0];
  now_ += hours(4);
  EXPECT_FALSE(settled(late).notice);
  message_.recipients[0] = {.address = "a@b.example", .next_try = start_, .wishes = {"FAILURE", ""}};
  EXPECT_FALSE(settled(late).notice) << "he does not want to know";
}

// RFC 3461 section 4.3
TEST_F(SettlingTest, AsMuchIsGivenBackAsIsWanted) {
  const std::vector<Outcome> failed{{"a@b.example", Kind::failed, "5.1.1", "nobody", ""}};
  settled(failed);
  EXPECT_EQ(asked_, Excerpt::Extent::small);
  message_.wishes.returns = "HDRS";
  settled(failed);
  EXPECT_EQ(asked_, Excerpt::Extent::header);
  message_.wishes.returns = "FULL";
  settled(failed);
  EXPECT_EQ(asked_, Excerpt::Extent::whole);
}

TEST(DeliveryStatus, LargeMessagesGiveBackTheirHeader) {
  Pieces small({"Subject: x\r\n", "\r\nbody\r\n"});
  EXPECT_TRUE(excerpt_of(small, Excerpt::Extent::small).whole);
  Pieces large({"Subject: x\r\n\r\n", std::string(100'000, 'x')});
  const auto excerpt = excerpt_of(large, Excerpt::Extent::small);
  EXPECT_FALSE(excerpt.whole);
  EXPECT_EQ(excerpt.text, "Subject: x\r\n");
  Pieces endless({"A: b\r\n", std::string(100'000, 'x')});
  EXPECT_EQ(excerpt_of(endless, Excerpt::Extent::small).text, "A: b\r\n");
  Pieces asked_for({"Subject: x\r\n\r\n", std::string(100'000, 'x')});
  EXPECT_EQ(excerpt_of(asked_for, Excerpt::Extent::whole).text.size(), 100'014U);
  Pieces not_asked_for({"Subject: x\r\n", "\r\nbody\r\n"});
  EXPECT_EQ(excerpt_of(not_asked_for, Excerpt::Extent::header).text, "Subject: x\r\n");
}

TEST(NextHops, ByDomain) {
  Site::Sending sending;
  EXPECT_FALSE(routed_hop(sending, "a@b.example"));
  sending.routes["b.example"] = {"192.0.2.1", 2525};
  EXPECT_EQ(routed_hop(sending, "a@b.example")->port, 2525);
  EXPECT_FALSE(routed_hop(sending, "a@c.example"));
  sending.routes["*"] = {"192.0.2.2", 25};
  EXPECT_EQ(routed_hop(sending, "a@c.example")->address, "192.0.2.2");
}

TEST(LocalDelivery, IntoAMailboxBehindItsSender) {
  Bench bench;
  const LocalDelivery local(bench.accounts, bench.store, silent_log());
  EXPECT_TRUE(local.is_own("x@example.jp"));
  EXPECT_FALSE(local.is_own("x@elsewhere.example"));
  Pieces content({"Subject: x\r\n", "\r\ntext\r\n"});
  EXPECT_EQ(local.deliver("a@b.example", "Taro@example.jp", 20, content).kind, Kind::delivered);
  EXPECT_THAT(bench.store.texts("taro"),
              ElementsAre("Return-Path: <a@b.example>\r\nSubject: x\r\n\r\ntext\r\n"));

  Pieces nobody({"x\r\n"});
  EXPECT_EQ(local.deliver("", "jiro@example.jp", 3, nobody).status, "5.1.1");
  bench.policies.policies.mail.mailbox.crossing_message_is_stored = false;
  Pieces too_large({std::string(2000, 'x')});
  EXPECT_EQ(local.deliver("", "taro@example.jp", 2000, too_large).status, "5.2.2");
  bench.store.fail_with(system_error(EIO));
  Pieces unlucky({"x\r\n"});
  EXPECT_EQ(local.deliver("", "taro@example.jp", 3, unlucky).kind, Kind::deferred);
}

}  // namespace
}  // namespace refd::smtp
