#include <gmock/gmock.h>

#include "client/smtp_reply.h"

namespace cts {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

SmtpReply reply_of(std::string_view bytes) {
  SmtpReplyParser parser;
  parser.feed(bytes);
  return parser.next().value_or(no_smtp_reply("not whole"));
}

TEST(SmtpReplyParser, TakesAReplyOfOneLine) {
  SmtpReplyParser parser;
  parser.feed("250 2.1.0 Sender ok\r\n");
  const auto reply = parser.next();
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->code, 250);
  EXPECT_EQ(reply->text(), "2.1.0 Sender ok");
  EXPECT_EQ(parser.raw(), "250 2.1.0 Sender ok\r\n");
  EXPECT_FALSE(parser.next());
}

TEST(SmtpReplyParser, TakesPiecesOfAnySize) {
  SmtpReplyParser parser;
  const std::string bytes = "250-mail.example.jp\r\n250-SIZE 20971520\r\n250 PIPELINING\r\n354 go on\r\n";
  std::vector<SmtpReply> replies;
  for (const char c : bytes) {
    parser.feed({&c, 1});
    while (auto reply = parser.next()) replies.push_back(*reply);
  }
  ASSERT_EQ(replies.size(), 2u);
  EXPECT_THAT(replies[0].lines, ElementsAre("250-mail.example.jp", "250-SIZE 20971520", "250 PIPELINING"));
  EXPECT_TRUE(replies[1].intermediate());
  EXPECT_TRUE(parser.empty());
}

TEST(SmtpReplyParser, TakesManyRepliesOutOfOnePiece) {
  SmtpReplyParser parser;
  parser.feed("250 a\r\n550 b\r\n");
  EXPECT_EQ(parser.next()->code, 250);
  EXPECT_TRUE(parser.next()->refused());
  EXPECT_FALSE(parser.next());
}

TEST(SmtpReplyParser, IsLenientAboutLineEndsAndEmptyTexts) {
  EXPECT_EQ(reply_of("250\n").code, 250);
  EXPECT_EQ(reply_of("250\n").text(), "");
  EXPECT_EQ(reply_of("250-\r\n250\r\n").lines.size(), 2u);
}

class MalformedSmtp : public testing::TestWithParam<const char*> {};
TEST_P(MalformedSmtp, IsAProblemAndNoReply) {
  const SmtpReply reply = reply_of(GetParam());
  EXPECT_EQ(reply.code, 0);
  EXPECT_THAT(reply.problem, StartsWith("malformed: a line"));
}
INSTANTIATE_TEST_SUITE_P(Each, MalformedSmtp,
                         testing::Values("\r\n", "25 x\r\n", "2500 x\r\n", "999 x\r\n", "120 x\r\n",
                                         "+OK\r\n", " 220 x\r\n", "220_x\r\n", "HTTP/1.1 400 Bad Request\r\n",
                                         "250-first\r\n550 second\r\n", "250-first\r\n second\r\n"));

TEST(SmtpReplyParser, BoundsLinesAndReplies) {
  SmtpReplyParser parser;
  parser.feed("220 " + std::string(SmtpReplyParser::line_limit - 4, 'x') + "\n");
  EXPECT_EQ(parser.next()->code, 220);
  parser.feed("220 " + std::string(SmtpReplyParser::line_limit, 'x'));
  EXPECT_THAT(parser.next()->problem, HasSubstr("a line of more than 8192 octets"));
  for (int i = 0; i < 70; ++i) parser.feed("220-" + std::string(1000, 'x') + "\r\n");
  const auto reply = parser.next();
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->code, 0);
  EXPECT_THAT(reply->problem, HasSubstr("a reply of more than 65536 octets"));
}

TEST(SmtpReply, TellsItsEnhancedStatus) {
  EXPECT_EQ(reply_of("550 5.7.1 no\r\n").status(), "5.7.1");
  EXPECT_EQ(reply_of("550 5.7.123\r\n").status(), "5.7.123");
  for (const char* without :
       {"550 no\r\n", "550 5.7 no\r\n", "550 55.7.1 no\r\n", "550 5.7.1x\r\n", "550\r\n"})
    EXPECT_EQ(reply_of(without).status(), "") << without;
}

TEST(SmtpReply, PrintsForPeople) {
  EXPECT_EQ(testing::PrintToString(reply_of("250-a\r\n250 b\r\n")), "250 a (2 lines)");
  EXPECT_EQ(testing::PrintToString(no_smtp_reply("closed by the target")), "no reply: closed by the target");
}

}  // namespace
}  // namespace cts
