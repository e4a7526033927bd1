#include "client/smtp_client.h"

#include <gmock/gmock.h>

namespace cts {
namespace {

SmtpReply with_code(int code) {
  SmtpReply reply;
  reply.code = code;
  return reply;
}

TEST(PlainResponse, IsThatOfTheStandard) {
  EXPECT_EQ(auth_plain_response("test", "1234"), "AHRlc3QAMTIzNA==");
}

TEST(SmtpTransaction, IsDecidedByTheLastStepThatWasTried) {
  SmtpTransaction transaction;
  transaction.mail = with_code(250);
  transaction.recipients = {with_code(250), with_code(550)};
  EXPECT_EQ(transaction.outcome().code, 550);
  EXPECT_FALSE(transaction.accepted());
  transaction.recipients.pop_back();
  transaction.data = with_code(354);
  transaction.completed = with_code(552);
  EXPECT_EQ(transaction.outcome().code, 552);
  EXPECT_EQ(testing::PrintToString(transaction), "552  to the message");
  transaction.completed = with_code(250);
  EXPECT_TRUE(transaction.accepted());
}

TEST(SmtpTransaction, ThatGotNoAnswerSaysWhy) {
  SmtpTransaction transaction;
  transaction.mail = with_code(250);
  transaction.recipients = {with_code(250)};
  transaction.data = no_smtp_reply("closed by the target");
  EXPECT_EQ(testing::PrintToString(transaction), "no reply: closed by the target to DATA");
}

}  // namespace
}  // namespace cts
