#include "reports/compare/exchanges.h"

#include <gmock/gmock.h>

namespace reports {
namespace {

using testing::ElementsAre;
using testing::Pair;

TranscriptEntry sent(double at, const char* channel, const char* text) {
  return {Seconds{at}, channel, Direction::sent, text};
}
TranscriptEntry received(double at, const char* channel, const char* text) {
  return {Seconds{at}, channel, Direction::received, text};
}

TEST(ReplyCodes, AreThoseOfEachCommand) {
  const auto codes =
      reply_codes({received(0, "ftp#1", "220-Welcome\\r\\n\n220 Ready\\r\\n"),
                   sent(1, "ftp#1", "RETR cts-a\\r\\n"), received(2, "ftp#1", "150 Here\\r\\n"),
                   received(3, "ftp#1", "226 Done\\r\\n"), sent(4, "ftp#1", "dele cts-a\\r\\n"),
                   received(5, "ftp#1", "550 No\\r\\n"), sent(5, "ftp#2", "DELE x\\r\\n"),
                   received(6, "ftp#2", "250 Gone\\r\\n"), sent(6, "ftp-data#1", "DELE\\r\\n")});
  using Ftp = Command;
  EXPECT_THAT(codes, ElementsAre(Pair(Ftp{"ftp", "(greeting)"}, ElementsAre("220")),
                                 Pair(Ftp{"ftp", "DELE"}, ElementsAre("250", "550")),
                                 Pair(Ftp{"ftp", "RETR"}, ElementsAre("150", "226"))));
}

TEST(ReplyCodes, OfMailAreNoneOfTheMessage) {
  const auto codes = reply_codes(
      {sent(1, "smtp#1", "MAIL FROM:<a@b>\\r\\n\nRCPT TO:<c@d>\\r\\n\nDATA\\r\\n"),
       received(2, "smtp#1", "250 Ok\\r\\n"), received(2, "smtp#1", "550 No\\r\\n"),
       received(2, "smtp#1", "354 Go on\\r\\n"),
       sent(3, "smtp#1", "QUIT is a word of this text\\r\\n\n.\\r\\n"), received(4, "smtp#1", "250 Ok\\r\\n"),
       sent(5, "pop#1", "RETR 1\\r\\n"), received(6, "pop#1", "+OK\\r\\n"),
       received(6, "pop#1", "-ERR is a line of the mail\\r\\n")});
  EXPECT_THAT(codes.at({"smtp", "RCPT"}), ElementsAre("550"));
  EXPECT_THAT(codes.at({"smtp", "DATA"}), ElementsAre("354"));
  EXPECT_THAT(codes.at({"smtp", "(message)"}), ElementsAre("250"));
  EXPECT_FALSE(codes.contains({"smtp", "QUIT"}));
}

TEST(ReplyCodes, OfTheWebAreTheStatus) {
  const auto codes = reply_codes({sent(1, "http#1", "GET /a HTTP/1.1\\r\\n\nHost: b\\r\\n\n\\r\\n"),
                                  received(2, "http#1", "HTTP/1.1 404 Not Found\\r\\n\nServer: x\\r\\n"),
                                  received(2, "http#1", "200 is no status in a body"),
                                  sent(3, "http#1", "GET /b HTTP/1.1\\r\\n"), received(4, "http#1", "HTTP/"),
                                  received(4, "http#1", "")});
  EXPECT_THAT(codes, ElementsAre(Pair(Command{"http", "GET"}, ElementsAre("404"))));
}

TEST(ReplyCodes, LeaveOutWhatIsNoCommand) {
  EXPECT_TRUE(reply_codes({sent(1, "ftp#1", "\\x00\\xff\\r\\n"), received(2, "ftp#1", "500 What?\\r\\n"),
                           sent(3, "ftp#1", "A\\r\\n"), received(4, "ftp#1", "500 What?\\r\\n")})
                  .empty());
}

TEST(MedianTimes, AreOverAllScenarios) {
  ScenarioResult one;
  one.transcript = {sent(1, "ftp#1", "LIST\\r\\n"), received(1.5, "ftp#1", "150\\r\\n"),
                    received(9, "ftp#1", "226\\r\\n"), sent(10, "ftp#1", "LIST\\r\\n"),
                    received(10.25, "ftp#1", "150\\r\\n")};
  ScenarioResult other;
  other.transcript = {sent(0, "ftp#1", "LIST\\r\\n"), received(2, "ftp#1", "150\\r\\n")};
  EXPECT_THAT(median_times({one, other}), ElementsAre(Timing{"ftp", "LIST", Seconds{0.5}, 3}));
}

}  // namespace
}  // namespace reports
