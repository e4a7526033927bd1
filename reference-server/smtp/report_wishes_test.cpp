#include "smtp/report_wishes.h"

#include <gmock/gmock.h>

#include "smtp/bench_session.h"

namespace refd::smtp {
namespace {

using testing::StartsWith;

TEST(ReportWishes, WhoSaysNothingHearsOfTrouble) {
  const ReportWishes nothing_said;
  EXPECT_TRUE(nothing_said.wants_failure());
  EXPECT_TRUE(nothing_said.wants_delay());
  EXPECT_FALSE(nothing_said.wants_success());
  const ReportWishes never{"NEVER", ""};
  EXPECT_FALSE(never.wants_failure() || never.wants_delay() || never.wants_success());
  const ReportWishes success{"SUCCESS", ""};
  EXPECT_TRUE(success.wants_success());
  EXPECT_FALSE(success.wants_failure() || success.wants_delay());
}

TEST(ReportWishes, WhatCanBeSaid) {
  EXPECT_EQ(notify_of("success,Failure,DELAY"), "SUCCESS,FAILURE,DELAY");
  EXPECT_EQ(notify_of("never"), "NEVER");
  for (const auto* wrong : {"", "NEVER,SUCCESS", "SUCCESS,", ",SUCCESS", "ALWAYS", "SUCCESS FAILURE"})
    EXPECT_FALSE(notify_of(wrong)) << wrong;
  EXPECT_EQ(returns_of("full"), "FULL");
  EXPECT_FALSE(returns_of("BODY"));
  EXPECT_TRUE(is_envelope_id("QQ314159+2B"));
  for (const auto& wrong : {std::string(), std::string("a=b"), std::string("+2"), std::string("+2b"),
                            std::string("a b"), std::string(101, 'x')})
    EXPECT_FALSE(is_envelope_id(wrong)) << wrong;
  EXPECT_TRUE(is_original_recipient("rfc822;Bob+2Bx@Example.COM"));
  for (const auto* wrong : {"", "rfc822", ";x", "rfc 822;x", "rfc822;a=b"})
    EXPECT_FALSE(is_original_recipient(wrong)) << wrong;
  EXPECT_EQ(from_xtext("a+2Bb+3D+"), "a+b=+");
}

class WishesInSession : public testing::Test {
 protected:
  WishesInSession() { session_.say("EHLO client.example"); }

  Bench bench_;
  BenchSession session_{bench_};
};

TEST_F(WishesInSession, GoWithTheMessage) {
  EXPECT_EQ(session_.code("MAIL FROM:<a@b.example> RET=hdrs ENVID=QQ1"), 250);
  EXPECT_EQ(session_.code("RCPT TO:<taro@example.jp> NOTIFY=success,failure ORCPT=rfc822;x@y.example"), 250);
  EXPECT_EQ(session_.code("RCPT TO:<hanako@example.jp>"), 250);
  EXPECT_EQ(session_.send("Subject: x\r\n\r\ntext\r\n.\r\n").code, 250);
  ASSERT_EQ(bench_.spool.taken.size(), 1U);
  const auto& envelope = bench_.spool.taken.front().envelope;
  EXPECT_EQ(envelope.wishes.returns, "HDRS");
  EXPECT_EQ(envelope.wishes.envelope_id, "QQ1");
  EXPECT_EQ(envelope.wishes_about.at("taro@example.jp").notify, "SUCCESS,FAILURE");
  EXPECT_EQ(envelope.wishes_about.at("taro@example.jp").original, "rfc822;x@y.example");
  EXPECT_EQ(envelope.wishes_about.at("hanako@example.jp").notify, "");
}

TEST_F(WishesInSession, AreRefusedWhenTheyAreNone) {
  for (const auto* wrong : {"RET", "RET=BODY", "RET=FULL RET=FULL", "ENVID", "ENVID=+", "ENVID=a ENVID=b"})
    EXPECT_THAT(session_.say(std::string("MAIL FROM:<a@b.example> ") + wrong), StartsWith("501 5.5.4 "))
        << wrong;
  EXPECT_EQ(session_.code("MAIL FROM:<a@b.example>"), 250);
  for (const auto* wrong : {"NOTIFY", "NOTIFY=NEVER,DELAY", "NOTIFY=NEVER NOTIFY=NEVER", "ORCPT=x"})
    EXPECT_THAT(session_.say(std::string("RCPT TO:<taro@example.jp> ") + wrong), StartsWith("501 5.5.4 "))
        << wrong;
  EXPECT_THAT(session_.say("RCPT TO:<taro@example.jp> XYZZY=1"), StartsWith("555 5.5.4 "));
}

}  // namespace
}  // namespace refd::smtp
