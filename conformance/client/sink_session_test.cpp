#include "client/sink_session.h"

#include <gmock/gmock.h>

namespace cts {
namespace {

using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing::StartsWith;

class SinkSessionTest : public testing::Test {
 protected:
  SinkSession session() {
    return {"127.0.0.1",
            manners_,
            {.taken = [this](SunkMessage message) { taken_.push_back(std::move(message)); },
             .recipient_refused =
                 [this](std::string to) {
                   refused_.push_back(std::move(to));
                 }}};
  }
  SinkManners manners_;
  std::vector<SunkMessage> taken_;
  std::vector<std::string> refused_;
};

TEST_F(SinkSessionTest, TakesAMessageInPiecesOfAnySize) {
  SinkSession sink = session();
  const std::string said =
      "EHLO mail.example.jp\r\nMAIL FROM:<a@b> SIZE=20\r\nRCPT TO:<c@d>\r\nrcpt to:<E@f>\r\nDATA\r\n"
      "Subject: x\r\n\r\n..dot\r\n.\r\nQUIT\r\n";
  std::string replies;
  for (const char c : said) replies += sink.feed({&c, 1});
  EXPECT_TRUE(sink.over());
  EXPECT_THAT(replies, EndsWith("354 go on\r\n250 2.0.0 taken\r\n221 2.0.0 bye\r\n"));
  ASSERT_THAT(taken_, SizeIs(1));
  EXPECT_EQ(taken_[0].hello, "mail.example.jp");
  EXPECT_EQ(taken_[0].from, "a@b");
  EXPECT_THAT(taken_[0].recipients, ElementsAre("c@d", "E@f"));
  EXPECT_EQ(taken_[0].mail_parameters, "SIZE=20");
  EXPECT_EQ(taken_[0].octets, "Subject: x\r\n\r\n.dot\r\n");
  EXPECT_EQ(taken_[0].peer, "127.0.0.1");
}

TEST_F(SinkSessionTest, EndsAMessageByTheWholeSequenceOnly) {
  SinkSession sink = session();
  sink.feed("HELO x\r\nMAIL FROM:<>\r\nRCPT TO:<a@b>\r\nDATA\r\n");
  EXPECT_EQ(sink.feed("a\n.\nb\n.\r\nc\r.\r\n"), "");
  EXPECT_EQ(sink.feed(".\r\n"), "250 2.0.0 taken\r\n");
  ASSERT_THAT(taken_, SizeIs(1));
  EXPECT_EQ(taken_[0].octets, "a\n.\nb\n.\r\nc\r.\r\n");
  EXPECT_EQ(taken_[0].from, "");
}

TEST_F(SinkSessionTest, RefusesWhomItIsToldTo) {
  manners_.refuses_recipient = [](const std::string& to) {
    return to == "no@b" ? std::string("550 5.1.1 nobody") : std::string();
  };
  SinkSession sink = session();
  sink.feed("EHLO x\r\nMAIL FROM:<a@b>\r\n");
  EXPECT_EQ(sink.feed("RCPT TO:<NO@b>\r\n"), "550 5.1.1 nobody\r\n");
  EXPECT_THAT(sink.feed("DATA\r\n"), StartsWith("503"));
  EXPECT_THAT(refused_, ElementsAre("NO@b"));
}

TEST_F(SinkSessionTest, RefusesWhatIsTooLargeEarlyOrLate) {
  manners_.message_octets = 10;
  SinkSession sink = session();
  EXPECT_THAT(sink.feed("EHLO x\r\n"), HasSubstr("250-SIZE 10\r\n"));
  EXPECT_THAT(sink.feed("MAIL FROM:<a@b> BODY=8BITMIME SIZE=11\r\n"), StartsWith("552 5.3.4"));
  sink.feed("MAIL FROM:<a@b> SIZE=10\r\nRCPT TO:<c@d>\r\nDATA\r\n");
  EXPECT_THAT(sink.feed("0123456789\r\n.\r\n"), StartsWith("552 5.3.4"));
  EXPECT_THAT(taken_, IsEmpty());
  EXPECT_THAT(sink.feed("NOOP\r\n"), StartsWith("250"));
}

TEST_F(SinkSessionTest, KnowsTheOrderOfCommands) {
  SinkSession sink = session();
  EXPECT_THAT(sink.feed("RCPT TO:<a@b>\r\n"), StartsWith("503"));
  EXPECT_THAT(sink.feed("MAIL FROM:a@b\r\n"), StartsWith("501"));
  EXPECT_THAT(sink.feed("MAIL FROM:<a@b>\r\nRSET\r\nRCPT TO:<a@b>\r\n"),
              EndsWith("503 5.5.1 no sender yet\r\n"));
  EXPECT_THAT(sink.feed("STARTTLS\r\n"), StartsWith("502"));
}

TEST_F(SinkSessionTest, LeavesWhoSaysTooMuch) {
  SinkSession line = session();
  EXPECT_THAT(line.feed(std::string(SinkSession::line_limit + 1, 'x')), StartsWith("500"));
  EXPECT_TRUE(line.over());
  SinkSession crowd = session();
  crowd.feed("MAIL FROM:<>\r\n");
  std::string replies;
  for (std::size_t i = 0; i <= SinkSession::recipient_limit; ++i) replies = crowd.feed("RCPT TO:<a@b>\r\n");
  EXPECT_THAT(replies, StartsWith("452"));
  for (std::size_t i = 0; i < SinkSession::command_limit; ++i) crowd.feed("NOOP\r\n");
  EXPECT_TRUE(crowd.over());
}

}  // namespace
}  // namespace cts
