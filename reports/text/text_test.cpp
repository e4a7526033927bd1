#include <limits>

#include <gtest/gtest.h>

#include "reports/text/format.h"
#include "reports/text/safe_text.h"

namespace reports {
namespace {

using namespace std::string_literals;

TEST(ValidUtf8, ReplacesWhatIsNot) {
  EXPECT_EQ(valid_utf8("日本 ok"), "日本 ok");
  EXPECT_EQ(valid_utf8("a\xFFz"), "a\xEF\xBF\xBDz");
  EXPECT_EQ(valid_utf8("\xC0\xAF"), "\xEF\xBF\xBD\xEF\xBF\xBD") << "overlong";
  EXPECT_EQ(valid_utf8("\xED\xA0\x80"), "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD") << "surrogate";
  EXPECT_EQ(valid_utf8("\xE6\x97"), "\xEF\xBF\xBD\xEF\xBF\xBD") << "cut short";
}

TEST(Printable, ShowsWhatWouldSteerTheReader) {
  EXPECT_EQ(printable("\x1b[31mred\a", Lines::keep), "\\x1b[31mred\\x07");
  EXPECT_EQ(printable("a\0b"s, Lines::keep), "a\\x00b");
  EXPECT_EQ(printable("\xC2\x9B", Lines::keep), "\\x9b");
  EXPECT_EQ(printable("\xE2\x80\xAE"
                      "evil",
                      Lines::keep),
            "\\u{202e}evil");
  EXPECT_EQ(printable("\xEF\xBF\xBF", Lines::keep), "\\u{ffff}");
}

TEST(Printable, KeepsOrJoinsLines) {
  EXPECT_EQ(printable("a\r\nb\tc\rd", Lines::keep), "a\nb\tc\\rd");
  EXPECT_EQ(printable("a\r\nb\tc", Lines::join), "a\\r\\nb\\tc");
}

TEST(Shortened, KeepsBothEndsAndWholeCharacters) {
  EXPECT_EQ(shortened("abcdef", 6), "abcdef");
  EXPECT_EQ(shortened("abcdefgh", 4), "ab\n[… 4 bytes left out …]\ngh");
  EXPECT_EQ(shortened("日本語日本語", 8), "日\n[… 12 bytes left out …]\n語");
}

TEST(Padded, CountsColumnsNotBytes) {
  EXPECT_EQ(padded("2…6", 5), "2…6  ");
  EXPECT_EQ(padded("日本", 5), "日本 ");
  EXPECT_EQ(padded("abcdef", 3), "abcdef");
}

TEST(Fitted, CutsWholeCharactersByColumns) {
  EXPECT_EQ(fitted("abcdef", 4), "abcd");
  EXPECT_EQ(fitted("abc", 4), "abc");
  EXPECT_EQ(fitted("日本語", 4), "日本");
  EXPECT_EQ(fitted("日本語", 5), "日本");
  EXPECT_EQ(fitted("日本語", 0), "");
}

TEST(DurationText, SuitsTheSize) {
  EXPECT_EQ(duration_text(Seconds{0.041}), "0.04 s");
  EXPECT_EQ(duration_text(Seconds{12.34}), "12.3 s");
  EXPECT_EQ(duration_text(Seconds{245.2}), "4 min 05 s");
  EXPECT_EQ(duration_text(Seconds{-1}), "0.00 s");
  EXPECT_EQ(seconds_three_decimals(Seconds{1234.56789}), "1234.568");
  EXPECT_EQ(seconds_three_decimals(Seconds{std::numeric_limits<double>::quiet_NaN()}), "0.000");
}

TEST(MomentText, GoesThereAndBack) {
  const std::string text = "2026-02-28T23:59:58.007Z";
  ASSERT_TRUE(parse_moment(text).has_value());
  EXPECT_EQ(moment_text(*parse_moment(text)), text);
  EXPECT_EQ(parse_moment("2026-02-28T23:59:58Z"), *parse_moment(text) - std::chrono::milliseconds{7});
  EXPECT_EQ(moment_text(Moment{}), "1970-01-01T00:00:00.000Z");
}

TEST(MomentText, RefusesWhatIsNone) {
  for (const char* text : {"", "2026-02-30T00:00:00Z", "2026-02-28 23:59:58Z", "2026-02-28T24:00:00Z",
                           "2026-02-28T23:59:58.007", "2026-0x-28T23:59:58Z", "2026-02-28T23:59:58,007Z"}) {
    EXPECT_EQ(parse_moment(text), std::nullopt) << text;
  }
}

TEST(ClauseList, DrawsRunsTogether) {
  EXPECT_EQ(clause_list({"WEB-INDEX-1", "WEB-INDEX-3", "WEB-INDEX-4", "WEB-INDEX-5", "LOG-1"}),
            "WEB-INDEX-1, WEB-INDEX-3…5, LOG-1");
  EXPECT_EQ(clause_list({"A-1", "A-2", "B-3"}), "A-1, A-2, B-3");
  EXPECT_EQ(clause_list({"WEB-ERR-403", "HOST"}), "WEB-ERR-403, HOST");
  EXPECT_EQ(clause_list({}), "");
}

TEST(TranscriptText, IndentsWhatFollows) {
  const std::vector<TranscriptEntry> entries{
      {Seconds{0.0012}, "ftp#1", Direction::received, "220-Hello\r\n220 Ready\r\n"},
      {Seconds{0.5}, "ftp#1", Direction::sent, "USER alice\r\n"},
      {Seconds{1}, "ftp#1", Direction::note, "timed out"},
  };
  EXPECT_EQ(transcript_text(entries, 1000),
            "  0.001 ftp#1 ← 220-Hello\n"
            "                220 Ready\n"
            "  0.500 ftp#1 → USER alice\n"
            "  1.000 ftp#1 · timed out\n");
}

}  // namespace
}  // namespace reports
