#include "smtp/smtp_session.h"

#include <gmock/gmock.h>

#include "smtp/bench_session.h"

namespace refd::smtp {
namespace {

using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;
using Next = Step::Next;

class SmtpSessionTest : public testing::Test {
 protected:
  void begin(std::string_view recipient = "<taro@example.jp>") {
    session_.say("EHLO client.example");
    ASSERT_EQ(session_.code("MAIL FROM:<a@elsewhere.example>"), 250);
    ASSERT_EQ(session_.code(std::string("RCPT TO:").append(recipient)), 250);
  }

  Bench bench_;
  BenchSession session_{bench_};
};

TEST_F(SmtpSessionTest, Greets) {
  EXPECT_EQ(session_->greet().reply.wire(), "220 mail.example.jp ESMTP ready\r\n");
  bench_.policy().accepts_connections = false;
  EXPECT_EQ(session_->greet().reply.code, 554);
  EXPECT_EQ(session_->greet().next, Next::end);
  BenchSession submission(bench_, Door::submission);
  EXPECT_EQ(submission->greet().reply.code, 220);
  bench_.policy().accepts_submission = false;
  EXPECT_EQ(submission->greet().reply.code, 554);
}

TEST_F(SmtpSessionTest, TellsItsExtensions) {
  EXPECT_EQ(session_.say("EHLO client.example"),
            "250-mail.example.jp\r\n250-PIPELINING\r\n250-SIZE 20971520\r\n250-AUTH PLAIN\r\n250-8BITMIME\r\n"
            "250-DSN\r\n250 ENHANCEDSTATUSCODES\r\n");
  EXPECT_EQ(session_.say("HELO client.example"), "250 mail.example.jp\r\n");
  EXPECT_EQ(session_.code("EHLO"), 501);
  bench_.policy().size_is_advertised = false;
  EXPECT_THAT(session_.say("EHLO x"), Not(HasSubstr("SIZE")));
}

TEST_F(SmtpSessionTest, TakesAMessage) {
  begin();
  EXPECT_EQ(session_.send("Subject: x\r\n\r\n..\r\n.\r\n").wire(), "250 2.0.0 Ok: Q1\r\n");
  ASSERT_THAT(bench_.spool.taken, SizeIs(1));
  const auto& [envelope, text] = bench_.spool.taken.front();
  EXPECT_EQ(envelope.sender, "a@elsewhere.example");
  EXPECT_THAT(envelope.recipients, ElementsAre("taro@example.jp"));
  EXPECT_EQ(text,
            "Received: from client.example ([192.0.2.7])\r\n\tby mail.example.jp with ESMTP id Q1\r\n"
            "\tfor <taro@example.jp>;\r\n\tFri, 1 Jan 1971 09:00:00 +0900\r\nSubject: x\r\n\r\n.\r\n");
  EXPECT_EQ(session_.code("RCPT TO:<taro@example.jp>"), 503) << "the transaction is over";
  EXPECT_EQ(bench_.spool.open, 0);
}

TEST_F(SmtpSessionTest, CommandsInTheWrongOrder) {
  for (const auto* const line :
       {"MAIL FROM:<a@b.example>", "RCPT TO:<taro@example.jp>", "DATA", "AUTH PLAIN"})
    EXPECT_THAT(session_.say(line), StartsWith("503 5.5.1 ")) << line << " before EHLO";
  session_.say("EHLO x");
  EXPECT_EQ(session_.code("RCPT TO:<taro@example.jp>"), 503);
  EXPECT_EQ(session_.code("DATA"), 503);
  session_.say("MAIL FROM:<a@b.example>");
  EXPECT_EQ(session_.code("MAIL FROM:<a@b.example>"), 503);
  EXPECT_THAT(session_.say("DATA"), StartsWith("554 5.5.1 "));
  session_.say("EHLO x");
  EXPECT_EQ(session_.code("RCPT TO:<taro@example.jp>"), 503) << "a greeting begins anew";
}

TEST_F(SmtpSessionTest, ResetForgetsTheTransaction) {
  begin();
  EXPECT_EQ(session_.code("RSET"), 250);
  EXPECT_EQ(session_.code("DATA"), 503);
  begin();
  bench_.policy().reset_is_honoured = false;
  EXPECT_EQ(session_.code("RSET"), 250);
  EXPECT_EQ(session_.code("DATA"), 354);
}

TEST_F(SmtpSessionTest, MalformedCommands) {
  session_.say("EHLO x");
  for (const auto* const line :
       {"MAIL", "MAIL TO:<a@b.example>", "MAIL FROM", "MAIL FROM:", "MAIL FROM:<a@b", "MAIL FROM:<a>",
        "MAIL FROM:<postmaster>", "MAIL FROM:<a@b.example> SIZE=x", "MAIL FROM:<a@b.example> SIZE",
        "MAIL FROM:<a@b.example> SIZE=-1", "MAIL FROM:<a@b.example> BODY=BINARYMIME",
        "MAIL FROM:<a@b.example> =", "RSET now", "QUIT now", "STARTTLS now", "VRFY"})
    EXPECT_EQ(session_.code(line), 501) << line;
  EXPECT_EQ(session_.code("MAIL FROM:<a@b.example> SMTPUTF8"), 555);
  EXPECT_EQ(session_.code("MAIL FROM: <a@b.example> BODY=8BITMIME AUTH=<>"), 250);
  for (const auto* const line : {"RCPT", "RCPT TO:<>", "RCPT FROM:<a@b.example>", "RCPT TO:<a@>", "DATA now"})
    EXPECT_EQ(session_.code(line), 501) << line;
  EXPECT_EQ(session_.code("RCPT TO:<taro@example.jp> XYZZY=1"), 555);
}

TEST_F(SmtpSessionTest, GarbageIsAnsweredAndSurvived) {
  for (const auto line :
       {std::string_view(""), std::string_view("*"), std::string_view("NOOP\0", 5),
        std::string_view("\xFF\xF4"), std::string_view("SSH-2.0-x"), std::string_view("NO\rOP")})
    EXPECT_THAT(session_.say(line), StartsWith("500 5.5.2 "));
  EXPECT_EQ(session_->on_overlong_line().reply.code, 500);
  EXPECT_EQ(session_.code("EXPN list"), 502);
  EXPECT_EQ(session_.code("NOOP anything"), 250);
  EXPECT_THAT(session_.say("HELP"),
              AllOf(StartsWith("214 2.0.0 "), HasSubstr("VRFY"), Not(HasSubstr("EXPN"))));
  bench_.policy().session_survives_unknown_commands = false;
  EXPECT_EQ(session_.step("XYZZY").next, Next::end);
}

TEST_F(SmtpSessionTest, WhoMakesMistakesOnlyIsSentAway) {
  for (unsigned i = 0; i < bench_.surroundings.limits.mistakes; ++i) ASSERT_EQ(session_.code("XYZZY"), 500);
  const auto step = session_.step("XYZZY");
  EXPECT_EQ(step.reply.code, 421);
  EXPECT_EQ(step.next, Next::end);
}

TEST_F(SmtpSessionTest, ABrowserIsSentAwayAtOnce) {
  for (const auto* line : {"GET / HTTP/1.1", "POST / HTTP/1.1", "CONNECT smtp.example.jp:25 HTTP/1.1"}) {
    const auto step = session_.step(line);
    EXPECT_EQ(step.reply.code, 421) << line;
    EXPECT_EQ(step.next, Next::end) << line;
  }
}

TEST_F(SmtpSessionTest, VrfyTellsNothing) {
  EXPECT_EQ(session_.say("VRFY taro@example.jp"), session_.say("VRFY jiro@example.jp"));
  EXPECT_EQ(session_.code("VRFY taro@example.jp"), 252);
  bench_.policy().vrfy_tells_who_exists = true;
  EXPECT_EQ(session_.code("VRFY taro@example.jp"), 250);
  EXPECT_EQ(session_.code("VRFY <jiro@example.jp>"), 550);
}

// SMTP-5
TEST_F(SmtpSessionTest, SizeIsCheckedTwice) {
  bench_.policy().message_octets = 100;
  session_.say("EHLO x");
  EXPECT_THAT(session_.say("MAIL FROM:<a@b.example> SIZE=101"), StartsWith("552 5.3.4 "));
  EXPECT_EQ(session_.code("MAIL FROM:<a@b.example> SIZE=99999999999999999999"), 552);
  EXPECT_EQ(session_.code("MAIL FROM:<a@b.example> SIZE=100"), 250);
  session_.say("RCPT TO:<taro@example.jp>");
  EXPECT_EQ(session_.send(std::string(98, 'x') + "\r\n.\r\n").code, 250);
  begin();
  EXPECT_THAT(session_.send(std::string(99, 'x') + "\r\n.\r\n").wire(), StartsWith("552 5.3.4 "));
  EXPECT_THAT(bench_.spool.taken, SizeIs(1)) << "nothing of it is delivered";
  EXPECT_EQ(session_.code("NOOP"), 250) << "the session goes on";
  bench_.policy().size_is_checked_at_data = false;
  bench_.policy().size_parameter_is_honoured = false;
  EXPECT_EQ(session_.code("MAIL FROM:<a@b.example> SIZE=101"), 250);
  session_.say("RCPT TO:<taro@example.jp>");
  EXPECT_EQ(session_.send(std::string(99, 'x') + "\r\n.\r\n").code, 250);
}

// MBOX-2
TEST_F(SmtpSessionTest, WhoHasNoRoomIsToldAtOnce) {
  bench_.policies.policies.mail.mailbox.crossing_message_is_stored = false;
  session_.say("EHLO x");
  session_.say("MAIL FROM:<a@b.example> SIZE=1001");
  EXPECT_THAT(session_.say("RCPT TO:<taro@example.jp>"), StartsWith("552 5.2.2 "));
  begin();
  EXPECT_THAT(session_.send(std::string(1000, 'x') + "\r\n.\r\n").wire(), StartsWith("552 5.2.2 "))
      << "the size was not known before";
  EXPECT_THAT(bench_.spool.taken, IsEmpty());
}

TEST_F(SmtpSessionTest, RecipientsAreCountedOnceAndLimited) {
  bench_.surroundings.limits.recipients = 2;
  begin();
  EXPECT_EQ(session_.code("RCPT TO:<taro@example.jp>"), 250);
  EXPECT_EQ(session_.code("RCPT TO:<jiro@example.jp>"), 550);
  EXPECT_EQ(session_.code("RCPT TO:<hanako@example.jp>"), 250);
  EXPECT_THAT(session_.say("RCPT TO:<taro@example.jp>"), StartsWith("452 4.5.3 "));
  EXPECT_EQ(session_.send(".\r\n").code, 250);
  EXPECT_THAT(bench_.spool.taken.at(0).envelope.recipients,
              ElementsAre("taro@example.jp", "hanako@example.jp"));
  EXPECT_THAT(bench_.spool.taken.at(0).text, Not(HasSubstr("for <")));
}

TEST_F(SmtpSessionTest, TheNullSender) {
  session_.say("HELO x");
  EXPECT_EQ(session_.code("MAIL FROM:<>"), 250);
  EXPECT_EQ(session_.code("RCPT TO:<taro@example.jp>"), 250);
  EXPECT_EQ(session_.send(".\r\n").code, 250);
  EXPECT_EQ(bench_.spool.taken.at(0).envelope.sender, "");
  EXPECT_THAT(bench_.spool.taken.at(0).text, HasSubstr("with SMTP id"));
}

TEST_F(SmtpSessionTest, DiskFailuresAreTemporary) {
  begin();
  bench_.spool.fails_to_begin = system_error(ENOSPC);
  EXPECT_THAT(session_.say("DATA"), StartsWith("452 4.3.1 "));
  bench_.spool.fails_to_begin = {};
  bench_.spool.fails_to_write = system_error(EIO);
  EXPECT_THAT(session_.send("x\r\n.\r\n").wire(), StartsWith("451 4.3.0 "));
  bench_.spool.fails_to_write = {};
  begin();
  bench_.spool.fails_to_commit = system_error(ENOSPC);
  EXPECT_EQ(session_.send("x\r\n.\r\n").code, 452);
}

TEST_F(SmtpSessionTest, AMessageThatGoesInCirclesIsRefused) {
  begin();
  std::string text;
  for (int i = 0; i < 101; ++i) text += "Received: from x\r\n";
  EXPECT_THAT(session_.send(text + "\r\n.\r\n").wire(), StartsWith("554 5.4.6 "));
}

TEST_F(SmtpSessionTest, WhatAClientSaysOfItselfCannotForgeATrace) {
  session_.say("HELO x) by y; evil");
  session_.say("MAIL FROM:<>");
  session_.say("RCPT TO:<taro@example.jp>");
  session_.send(".\r\n");
  EXPECT_THAT(bench_.spool.taken.at(0).text, StartsWith("Received: from x??by?y??evil ([192.0.2.7])\r\n"));
}

TEST_F(SmtpSessionTest, StartTls) {
  session_.say("EHLO x");
  EXPECT_EQ(session_.code("STARTTLS"), 502) << "without a certificate";
  BenchSession secure(bench_, Door::relay, true);
  EXPECT_THAT(secure.say("EHLO x"), HasSubstr("STARTTLS"));
  secure.say("MAIL FROM:<a@b.example>");
  EXPECT_EQ(secure.step("STARTTLS").next, Next::tls);
  secure->on_tls();
  EXPECT_EQ(secure.code("MAIL FROM:<a@b.example>"), 503) << "the client greets again";
  EXPECT_THAT(secure.say("EHLO x"), Not(HasSubstr("STARTTLS")));
  EXPECT_EQ(secure.code("STARTTLS"), 503);
}

TEST_F(SmtpSessionTest, ADeviationLosesEverySecondMessage) {
  bench_.policy().acknowledged_is_delivered = false;
  for (int i = 0; i < 4; ++i) {
    begin("<taro@example.jp>");
    EXPECT_EQ(session_.send("x\r\n.\r\n").code, 250);
  }
  EXPECT_THAT(bench_.spool.taken, SizeIs(2));
  EXPECT_EQ(bench_.spool.open, 0);
}

TEST_F(SmtpSessionTest, ADeviationLosesMailForElsewhere) {
  bench_.policy().mail_for_elsewhere_leaves = false;
  bench_.policy().anyone_may_relay = true;
  begin("<someone@elsewhere.example>");
  EXPECT_EQ(session_.send("x\r\n.\r\n").code, 250);
  begin("<taro@example.jp>");
  EXPECT_EQ(session_.send("x\r\n.\r\n").code, 250);
  EXPECT_THAT(bench_.spool.taken, SizeIs(1));
}

TEST_F(SmtpSessionTest, DroppedRecipients) {
  bench_.policy().unknown_addresses_are_refused = false;
  begin("<jiro@example.jp>");
  EXPECT_EQ(session_.send("x\r\n.\r\n").code, 250);
  EXPECT_THAT(bench_.spool.taken, IsEmpty());
}

}  // namespace
}  // namespace refd::smtp
