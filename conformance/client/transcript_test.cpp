#include "client/transcript.h"

#include <gmock/gmock.h>

namespace cts {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

TEST(Readable, ShowsLineEndsAndBreaksThere) {
  EXPECT_EQ(readable("211-a\r\n211 b\r\n"), "211-a\\r\\n\n211 b\\r\\n");
  EXPECT_EQ(readable("bare\nline"), "bare\\n\nline");
}

TEST(Readable, EscapesWhatIsNoText) {
  EXPECT_EQ(readable(std::string("\0\x1B\x7F\t\\", 5)), "\\x00\\x1B\\x7F\\t\\\\");
  EXPECT_EQ(readable("\xE6\x97\xA5"), "\xE6\x97\xA5");
  EXPECT_EQ(readable("\x93\xFA \xC0\x80 \xED\xA0\x80 \xE6\x97"),
            "\\x93\\xFA \\xC0\\x80 \\xED\\xA0\\x80 \\xE6\\x97");
}

TEST(Transcript, NumbersItsChannels) {
  Transcript transcript({});
  EXPECT_EQ(transcript.channel("ftp"), "ftp#1");
  EXPECT_EQ(transcript.channel("ftp"), "ftp#2");
  EXPECT_EQ(transcript.channel("http"), "http#1");
}

TEST(Transcript, KeepsOrderDirectionAndChannel) {
  Transcript transcript({});
  transcript.sent("a", "one");
  transcript.received("b", "two");
  transcript.note("a", "three");
  ASSERT_EQ(transcript.entries().size(), 3u);
  EXPECT_EQ(transcript.entries()[0].direction, reports::Direction::sent);
  EXPECT_EQ(transcript.entries()[1].channel, "b");
  EXPECT_EQ(transcript.entries()[1].direction, reports::Direction::received);
  EXPECT_EQ(transcript.entries()[2].text, "three");
  EXPECT_GE(transcript.entries()[2].at, transcript.entries()[0].at);
}

TEST(Transcript, MasksTheArgumentOfPassWhateverItIs) {
  Transcript transcript({});
  transcript.sent("a", "USER x\r\npass wrong one\r\nNOOP\r\n");
  EXPECT_EQ(transcript.entries()[0].text, "USER x\\r\\n\npass ****\\r\\n\nNOOP\\r\\n");
  transcript.received("a", "PASS is wanted\r\n");
  EXPECT_EQ(transcript.entries()[1].text, "PASS is wanted\\r\\n");
}

TEST(Transcript, MasksASecretInTwoPieces) {
  Transcript transcript({"geheimnis"});
  transcript.sent("a", "x geheim");
  transcript.received("a", "100 go on");
  transcript.sent("b", "nis");
  transcript.sent("a", "nis y");
  EXPECT_EQ(transcript.entries()[0].text, "x ****");
  EXPECT_EQ(transcript.entries()[2].text, "nis");
  EXPECT_EQ(transcript.entries()[3].text, "**** y");
}

TEST(Transcript, MasksNotesAndTheCommandThatRepeats) {
  Transcript transcript({"geheim"});
  transcript.note("a", "geheim");
  transcript.repeat_with("curl -u x:geheim");
  EXPECT_EQ(transcript.entries()[0].text, "****");
  EXPECT_EQ(transcript.repeat(), "curl -u x:****");
}

TEST(Transcript, ShortensLongDataToItsHeadAndLength) {
  Transcript transcript({"geheim"});
  std::string data(5'000'000, 'x');
  // Across the edge of what is shown.
  data.replace(Transcript::entry_limit - 3, 6, "geheim");
  transcript.received("a", data);
  const std::string& text = transcript.entries()[0].text;
  EXPECT_THAT(text, StartsWith("xxxx"));
  EXPECT_THAT(text, EndsWith("x****… 5000000 octets"));
  EXPECT_LT(text.size(), 2 * Transcript::entry_limit);
}

TEST(Transcript, ShowsWhatNobodyHoldsAsItShowsTheWhole) {
  const std::string data =
      std::string(Transcript::entry_limit - 4, 'x') + "geheimnis" + std::string(5'000, 'x');
  Transcript transcript({"geheimnis"});
  transcript.sent("a", data);
  transcript.received("b", data);
  transcript.sent("c", data.substr(0, transcript.head_octets()), data.size());
  transcript.received("d", data.substr(0, transcript.head_octets()), data.size());
  for (const auto& entry : transcript.entries()) EXPECT_EQ(entry.text, transcript.entries()[0].text);
  EXPECT_THAT(transcript.entries()[0].text, HasSubstr("x****…"));
}

TEST(Transcript, IsBounded) {
  Transcript transcript({});
  for (int i = 0; i < 2000; ++i) transcript.received("a", std::string(4000, '\x01'));
  std::size_t total = 0;
  for (const auto& entry : transcript.entries()) total += entry.text.size();
  EXPECT_LE(total, Transcript::total_limit);
  EXPECT_EQ(transcript.entries().back().direction, reports::Direction::note);
  EXPECT_THAT(transcript.entries().back().text, HasSubstr("full"));
}

TEST(Transcript, OfNothingKeepsNothing) {
  Transcript transcript({});
  transcript.sent("a", "");
  EXPECT_TRUE(transcript.entries().empty());
}

}  // namespace
}  // namespace cts
