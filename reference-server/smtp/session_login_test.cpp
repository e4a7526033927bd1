#include <gmock/gmock.h>

#include "smtp/bench_session.h"

namespace refd::smtp {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

constexpr std::string_view taro = "AHRhcm8AVGFyby1QYXNz";               // NUL taro NUL Taro-Pass
constexpr std::string_view wrong = "AHRhcm8AdGFyby1wYXNz";              // NUL taro NUL taro-pass
constexpr std::string_view as_hanako = "aGFuYWtvAHRhcm8AVGFyby1QYXNz";  // hanako NUL taro NUL Taro-Pass

std::string plain(std::string_view response) {
  return std::string("AUTH PLAIN ").append(response);
}

class SessionLoginTest : public testing::Test {
 protected:
  SessionLoginTest() { session_.say("EHLO client.example"); }

  Bench bench_;
  BenchSession session_{bench_};
};

TEST_F(SessionLoginTest, PlainWithAnInitialResponse) {
  EXPECT_THAT(session_.say(plain(taro)), StartsWith("235 2.7.0 "));
  EXPECT_THAT(session_.say(plain(taro)), StartsWith("503 5.5.1 ")) << "once a session";
}

TEST_F(SessionLoginTest, PlainAfterAChallenge) {
  EXPECT_EQ(session_.say("auth plain"), "334 \r\n");
  EXPECT_EQ(session_->line_limit(), 12'288U);
  EXPECT_EQ(session_.code(taro), 235);
  EXPECT_EQ(session_->line_limit(), 2048U);
}

TEST_F(SessionLoginTest, WhatIsRefused) {
  EXPECT_THAT(session_.say("AUTH"), StartsWith("501 5.5.4 "));
  EXPECT_THAT(session_.say("AUTH LOGIN"), StartsWith("504 5.5.4 "));
  EXPECT_THAT(session_.say("AUTH CRAM-MD5"), StartsWith("504 5.5.4 "));
  EXPECT_THAT(session_.say("AUTH PLAIN ="), StartsWith("501 5.5.2 "))
      << "an empty response says nobody's name";
  EXPECT_THAT(session_.say("AUTH PLAIN ***"), StartsWith("501 5.5.2 "));
  EXPECT_THAT(session_.say(std::string(plain(taro)) + " x"), StartsWith("501 5.5.2 "));
  EXPECT_EQ(session_.code("AUTH PLAIN"), 334);
  EXPECT_THAT(session_.say("*"), StartsWith("501 5.7.0 "));
  EXPECT_EQ(session_.code("AUTH PLAIN"), 334);
  EXPECT_EQ(session_.code("\xFF\xFE"), 501) << "what follows a challenge is no command";
  EXPECT_EQ(session_.code("AUTH PLAIN"), 334);
  EXPECT_EQ(session_->on_overlong_line().reply.code, 500);
  EXPECT_EQ(session_.code("NOOP"), 250);
  session_.say("MAIL FROM:<a@b.example>");
  EXPECT_THAT(session_.say(plain(taro)), StartsWith("503 5.5.1 "));
}

TEST_F(SessionLoginTest, WrongPasswordsAreSlowAndFew) {
  auto step = session_.step(plain(wrong));
  EXPECT_THAT(step.reply.wire(), StartsWith("535 5.7.8 "));
  EXPECT_EQ(step.delay, std::chrono::seconds(1));
  EXPECT_EQ(session_.code(plain(as_hanako)), 535) << "nobody acts as somebody else";
  step = session_.step(plain(wrong));
  EXPECT_EQ(step.reply.code, 421);
  EXPECT_EQ(step.next, Step::Next::end);
}

TEST_F(SessionLoginTest, ThePasswordIsInNoReply) {
  EXPECT_THAT(session_.say(plain(wrong)), testing::Not(HasSubstr("pass")));
}

TEST_F(SessionLoginTest, Deviations) {
  auto& policy = bench_.policy();
  policy.wrong_password_code = 454;
  EXPECT_THAT(session_.say(plain(wrong)), StartsWith("454 4.7.0 "));
  policy.initial_response_is_taken = false;
  EXPECT_EQ(session_.code(plain(taro)), 334);
  EXPECT_EQ(session_.code("*"), 501);
  policy.plain_is_offered = false;
  EXPECT_EQ(session_.code(plain(taro)), 504);
  EXPECT_THAT(session_.say("EHLO x"), testing::Not(HasSubstr("AUTH")));
  policy = SmtpPolicy();
  policy.any_password_is_accepted = true;
  EXPECT_EQ(session_.code(plain(wrong)), 235);
}

constexpr std::string_view foreign = "RCPT TO:<user@elsewhere.example>";

TEST_F(SessionLoginTest, AuthenticationLetsSend) {
  session_.say("MAIL FROM:<taro@example.jp>");
  EXPECT_THAT(session_.say(foreign), StartsWith("554 5.7.1 "));
  session_.say("RSET");
  session_.say(plain(taro));
  session_.say("MAIL FROM:<taro@example.jp>");
  EXPECT_EQ(session_.code(foreign), 250);
  bench_.policy().authentication_lets_send = false;
  EXPECT_EQ(session_.code(foreign), 554);
}

// SMTP-3
TEST_F(SessionLoginTest, APopLoginFromTheSameAddressLetsSend) {
  bench_.pop_logins.record("192.0.2.8", {});
  session_.say("MAIL FROM:<taro@example.jp>");
  EXPECT_EQ(session_.code(foreign), 554) << "another address";
  bench_.policy().pop_login_lets_everybody_send = true;
  EXPECT_EQ(session_.code(foreign), 250);
  bench_.policy().pop_login_lets_everybody_send = false;
  bench_.pop_logins.record("192.0.2.7", {});
  EXPECT_EQ(session_.code(foreign), 250);
  bench_.policy().pop_login_lets_send = false;
  EXPECT_EQ(session_.code(foreign), 554);
}

// SMTP-1
TEST_F(SessionLoginTest, SubmissionIsForWhoMaySend) {
  BenchSession submission(bench_, Door::submission);
  submission.say("EHLO client.example");
  EXPECT_THAT(submission.say("MAIL FROM:<taro@example.jp>"), StartsWith("530 5.7.0 "));
  EXPECT_EQ(submission.code("RCPT TO:<taro@example.jp>"), 503);
  EXPECT_EQ(submission.code(plain(taro)), 235);
  EXPECT_EQ(submission.code("MAIL FROM:<taro@example.jp>"), 250);
  EXPECT_EQ(submission.code(foreign), 250);

  BenchSession after_pop(bench_, Door::submission);
  bench_.pop_logins.record("192.0.2.7", {});
  after_pop.say("EHLO client.example");
  EXPECT_EQ(after_pop.code("MAIL FROM:<taro@example.jp>"), 250);
}

}  // namespace
}  // namespace refd::smtp
