#include <gmock/gmock.h>

#include "client/ftp_reply_parser.h"

namespace cts {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

TEST(FtpReplyParser, TakesAReplyOfOneLine) {
  FtpReplyParser parser;
  parser.feed("230 User logged in\r\n");
  const auto reply = parser.next();
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->code, 230);
  EXPECT_EQ(reply->text(), "User logged in");
  EXPECT_EQ(parser.raw(), "230 User logged in\r\n");
  EXPECT_FALSE(parser.next());
}

TEST(FtpReplyParser, TakesPiecesOfAnySize) {
  FtpReplyParser parser;
  const std::string bytes =
      "211-Features:\r\n SIZE\r\n211-not yet\r\n220 other code\r\n211 End\r\n200 ok\r\n";
  std::vector<FtpReply> replies;
  for (const char c : bytes) {
    parser.feed({&c, 1});
    while (auto reply = parser.next()) replies.push_back(*reply);
  }
  ASSERT_EQ(replies.size(), 2u);
  EXPECT_EQ(replies[0].code, 211);
  EXPECT_THAT(replies[0].lines,
              ElementsAre("211-Features:", " SIZE", "211-not yet", "220 other code", "211 End"));
  EXPECT_EQ(replies[1].code, 200);
  EXPECT_TRUE(parser.empty());
}

TEST(FtpReplyParser, IsLenientAboutLineEndsAndEmptyTexts) {
  FtpReplyParser parser;
  parser.feed("200\n");
  const auto reply = parser.next();
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->code, 200);
  EXPECT_EQ(reply->text(), "");
}

class Malformed : public testing::TestWithParam<const char*> {};
TEST_P(Malformed, IsAProblemAndNoReply) {
  FtpReplyParser parser;
  parser.feed(GetParam());
  const auto reply = parser.next();
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->code, 0);
  EXPECT_THAT(reply->problem, StartsWith("malformed: a reply begins"));
}
INSTANTIATE_TEST_SUITE_P(Each, Malformed,
                         testing::Values("\r\n", "20 x\r\n", "2200 x\r\n", "999 x\r\n", "099 x\r\n",
                                         "+OK\r\n", " 220 x\r\n", "220_x\r\n",
                                         "HTTP/1.1 400 Bad Request\r\n"));

TEST(FtpReplyParser, BoundsLinesAndReplies) {
  FtpReplyParser parser;
  parser.feed("220 " + std::string(FtpReplyParser::line_limit - 4, 'x') + "\n");
  EXPECT_EQ(parser.next()->code, 220);
  parser.feed("220 " + std::string(FtpReplyParser::line_limit, 'x'));
  EXPECT_THAT(parser.next()->problem, HasSubstr("a line of more than 8192 octets"));
  for (int i = 0; i < 70; ++i) parser.feed("220-" + std::string(1000, 'x') + "\r\n");
  const auto reply = parser.next();
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->code, 0);
  EXPECT_THAT(reply->problem, HasSubstr("a reply of more than 65536 octets"));
}

TEST(ParsePasv, FindsTheSixNumbers) {
  const PassiveAddress expected{"127.0.0.1", 4 * 256 + 210};
  EXPECT_EQ(parse_pasv("Entering Passive Mode (127,0,0,1,4,210)."), expected);
  EXPECT_EQ(parse_pasv("Entering Passive Mode. 127,0,0,1,4,210"), expected);
  EXPECT_EQ(parse_pasv("mode 2 =127,0,0,1,4,210"), expected);
}

TEST(ParsePasv, RefusesWhatIsNone) {
  for (const char* const text : {"", "Entering", "(127,0,0,1,4)", "(127,0,0,1,4,256)", "(127.0.0.1.4.210)",
                                 "(127,0,0,1,0,0)", "(1270,0,0,1,4,1)"})
    EXPECT_EQ(parse_pasv(text), std::nullopt) << text;
}

TEST(ParseEpsv, FindsThePort) {
  EXPECT_EQ(parse_epsv("Entering Extended Passive Mode (|||6446|)"), 6446);
  EXPECT_EQ(parse_epsv("ok (!!!1!)"), 1);
}

TEST(ParseEpsv, RefusesWhatIsNone) {
  for (const char* const text : {"", "(", "(|||", "(|||)", "(|||6446)", "(||6446|)", "(|||0|)", "(|||65536|)",
                                 "(|||x|)", "|||6446|", "(1111)"})
    EXPECT_EQ(parse_epsv(text), std::nullopt) << text;
}

TEST(ActiveCommands, NameTheAddress) {
  EXPECT_EQ(port_command("127.0.0.2", 1234), "PORT 127,0,0,2,4,210");
  EXPECT_EQ(eprt_command("127.0.0.2", 1234), "EPRT |1|127.0.0.2|1234|");
  EXPECT_EQ(eprt_command("::1", 1234), "EPRT |2|::1|1234|");
}

FtpReply reply_of(int code) {
  FtpReply reply;
  reply.code = code;
  reply.lines = {std::to_string(code) + " text"};
  return reply;
}

FtpTransfer transfer_of(int setup, int opened, int completed) {
  FtpTransfer transfer;
  if (setup != 0) transfer.setup = reply_of(setup);
  if (opened != 0) transfer.opened = reply_of(opened);
  if (completed != 0) transfer.completed = reply_of(completed);
  return transfer;
}

TEST(FtpTransfer, SucceedsOnlyWhole) {
  EXPECT_TRUE(transfer_of(227, 150, 226).succeeded());
  EXPECT_FALSE(transfer_of(227, 226, 226).succeeded());
  EXPECT_FALSE(transfer_of(227, 150, 426).succeeded());
  EXPECT_FALSE(transfer_of(227, 150, 0).succeeded());
  FtpTransfer cut = transfer_of(227, 150, 226);
  cut.problem = "cut";
  EXPECT_FALSE(cut.succeeded());
}

TEST(FtpTransfer, OutcomeIsTheLastReplyThatSaysHowItEnded) {
  EXPECT_EQ(transfer_of(227, 150, 426).outcome().code, 426);
  EXPECT_EQ(transfer_of(227, 550, 550).outcome().code, 550);
  EXPECT_EQ(transfer_of(425, 0, 0).outcome().code, 425);
  FtpTransfer silent = transfer_of(227, 150, 0);
  silent.completed.problem = "no reply within 10 s";
  EXPECT_EQ(silent.outcome().code, 0);
}

TEST(FtpReply, PrintsShortAndReadable) {
  EXPECT_EQ(testing::PrintToString(reply_of(550)), "550 text");
  FtpReply none;
  none.problem = "closed by the target";
  EXPECT_EQ(testing::PrintToString(none), "no reply: closed by the target");
  FtpTransfer transfer = transfer_of(227, 150, 226);
  transfer.data = "12345";
  EXPECT_EQ(testing::PrintToString(transfer), "226 text, 5 octets received");
}

}  // namespace
}  // namespace cts
