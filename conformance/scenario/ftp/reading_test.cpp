#include "scenario/ftp/reading.h"

#include <gmock/gmock.h>

namespace cts {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Optional;

FtpReply reply(int code, std::vector<std::string> lines) {
  return {.code = code, .lines = std::move(lines), .problem = ""};
}

TEST(QuotedPath, IsBetweenTheMarks) {
  EXPECT_THAT(quoted_path(reply(257, {"257 \"/web\" is the current directory"})),
              Optional(std::string("/web")));
  EXPECT_THAT(quoted_path(reply(257, {"257 \"/my album\""})), Optional(std::string("/my album")));
}

TEST(QuotedPath, DoubledMarksAreOne) {
  EXPECT_THAT(quoted_path(reply(257, {R"(257 "/a ""b"" c" said "so")"})),
              Optional(std::string(R"(/a "b" c)")));
}

TEST(QuotedPath, IsNoneInAnythingElse) {
  EXPECT_EQ(quoted_path(reply(250, {"250 \"/web\""})), std::nullopt);
  EXPECT_EQ(quoted_path(reply(257, {"257 /web"})), std::nullopt);
  EXPECT_EQ(quoted_path(reply(257, {"257 \"/web"})), std::nullopt);
  EXPECT_EQ(quoted_path(reply(257, {"257 \"/web\"\""})), std::nullopt);
  EXPECT_EQ(quoted_path(reply(257, {})), std::nullopt);
}

TEST(SizeTold, IsTheNumberOfA213Reply) {
  EXPECT_THAT(size_told(reply(213, {"213 0"})), Optional(std::uint64_t{0}));
  EXPECT_THAT(size_told(reply(213, {"213 20000000000 "})), Optional(std::uint64_t{20'000'000'000}));
}

TEST(SizeTold, IsNoneInAnythingElse) {
  EXPECT_EQ(size_told(reply(550, {"550 7"})), std::nullopt);
  EXPECT_EQ(size_told(reply(213, {"213 many"})), std::nullopt);
  EXPECT_EQ(size_told(reply(213, {"213 -1"})), std::nullopt);
  EXPECT_EQ(size_told(reply(213, {"213 99999999999999999999"})), std::nullopt);
  EXPECT_EQ(size_told(reply(213, {"213"})), std::nullopt);
}

TEST(TimeTold, HasFourteenDigits) {
  using namespace std::chrono;
  const sys_seconds leap_day = sys_days(2024y / February / 29) + 23h + 59min + 58s;
  EXPECT_THAT(time_told(reply(213, {"213 20240229235958"})), Optional(leap_day));
  EXPECT_THAT(time_told(reply(213, {"213 20240229235958.123"})), Optional(leap_day));
}

TEST(TimeTold, IsNoneInAnythingElse) {
  for (const char* line :
       {"213 20230229000000", "213 20241301000000", "213 20240101240000", "213 20240101006000",
        "213 2024010100000", "213 202401010000000", "213 Jan 1 2024", "213 +2024010100000"}) {
    EXPECT_EQ(time_told(reply(213, {line})), std::nullopt) << line;
  }
  EXPECT_EQ(time_told(reply(550, {"550 20240101000000"})), std::nullopt);
}

TEST(Announces, LooksAtTheFirstWordOfEachLine) {
  const FtpReply features = reply(211, {"211-Features:", " EPSV", " mlst type*;size*;", "UTF8", "211 End"});
  EXPECT_TRUE(announces(features, "EPSV"));
  EXPECT_TRUE(announces(features, "MLST"));
  EXPECT_TRUE(announces(features, "UTF8"));
  EXPECT_FALSE(announces(features, "EPRT"));
  EXPECT_FALSE(announces(features, "UTF"));
  EXPECT_FALSE(announces(features, "type*"));
}

TEST(Announces, NothingWhenFeatIsRefused) {
  EXPECT_FALSE(announces(reply(500, {"500 EPSV"}), "EPSV"));
  EXPECT_FALSE(announces(FtpReply{}, "EPSV"));
}

TEST(LinesOf, TakesEitherLineEnd) {
  EXPECT_THAT(lines_of("a\r\nb c\n\r\nd"), ElementsAre("a", "b c", "d"));
  EXPECT_THAT(lines_of(""), IsEmpty());
  EXPECT_THAT(lines_of("\r\n"), IsEmpty());
}

}  // namespace
}  // namespace cts
