#include "check/smtp_checks.h"

#include <gmock/gmock.h>

namespace cts {
namespace {

using testing::AnyOf;
using testing::Not;

SmtpReply reply_with(int code) {
  SmtpReply reply;
  reply.code = code;
  reply.lines = {std::to_string(code)};
  return reply;
}

TEST(SmtpChecks, KnowTheClassesOfReplies) {
  EXPECT_THAT(reply_with(250), SmtpTaken());
  EXPECT_THAT(reply_with(354), Not(SmtpTaken()));
  EXPECT_THAT(reply_with(354), Not(SmtpRefused()));
  EXPECT_THAT(reply_with(454), SmtpRefused());
  EXPECT_THAT(reply_with(550), SmtpRefused());
}

TEST(SmtpChecks, SilenceIsNeitherTakenNorRefused) {
  const SmtpReply none = no_smtp_reply("closed by the target");
  EXPECT_THAT(none, Not(SmtpTaken()));
  EXPECT_THAT(none, Not(SmtpRefused()));
  EXPECT_THAT(none, Not(SmtpCode(AnyOf(0, 250))));
}

TEST(SmtpChecks, JudgeATransactionByItsLastStep) {
  SmtpTransaction transaction;
  transaction.mail = reply_with(250);
  EXPECT_THAT(transaction, SmtpTaken());
  transaction.recipients = {reply_with(554)};
  EXPECT_THAT(transaction, SmtpRefused());
  EXPECT_THAT(transaction, SmtpCode(554));
}

TEST(SmtpChecks, ExplainThemselves) {
  EXPECT_EQ(testing::DescribeMatcher<const SmtpReply&>(SmtpCode(535)),
            "a reply with a code that is equal to 535");
}

}  // namespace
}  // namespace cts
