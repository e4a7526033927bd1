#include "ssi/formats.h"

#include <gmock/gmock.h>

namespace refd::ssi {
namespace {

// 2026-11-22 22:51:34 UTC, when it is Monday morning in Japan.
const auto moment = std::chrono::system_clock::time_point(std::chrono::seconds(1'795'387'894));

TEST(Formats, TimesAreJapansOrGreenwichs) {
  EXPECT_EQ(formatted_time(moment, default_time_format, Zone::japan), "Monday, 23-Nov-2026 07:51:34 JST");
  EXPECT_EQ(formatted_time(moment, default_time_format, Zone::greenwich), "Sunday, 22-Nov-2026 22:51:34 GMT");
  EXPECT_EQ(formatted_time(moment, "%z", Zone::japan), "+0900");
  EXPECT_EQ(formatted_time(moment, "%z", Zone::greenwich), "+0000");
}

TEST(Formats, TimesFollowTheFormat) {
  struct Case {
    const char* format;
    const char* text;
  };
  const Case cases[] = {
      {"", ""},
      {"plain", "plain"},
      {"%Y/%m/%d", "2026/11/23"},
      {"%%s %%", "%s %"},
      {"%s", "1795387894"},
      {"%j %U", "327 47"},
      {"%I:%M %p", "07:51 AM"},
  };
  for (const auto& [format, text] : cases)
    EXPECT_EQ(formatted_time(moment, format, Zone::japan), text) << format;
}

TEST(Formats, AResultWithoutEndIsEmpty) {
  EXPECT_EQ(formatted_time(moment, "%1000000Y", Zone::japan), "");
  EXPECT_EQ(formatted_time(moment, std::string(60'000, 'x'), Zone::japan), "");
}

TEST(Formats, SizesTakeFourPlaces) {
  struct Case {
    std::uint64_t octets;
    const char* text;
  };
  const Case cases[] = {
      {0, "  0 "},
      {7, "  7 "},
      {972, "972 "},
      {973, "1.0K"},
      {999, "1.0K"},
      {1000, "1.0K"},
      {1024, "1.0K"},
      {1536, "1.5K"},
      {9ULL * 1024, "9.0K"},
      {9ULL * 1024 + 972, "9.9K"},
      {9ULL * 1024 + 973, " 10K"},
      {10'240, " 10K"},
      {10'752, " 11K"},
      {972ULL * 1024, "972K"},
      {973ULL * 1024, "1.0M"},
      {1 << 20, "1.0M"},
      {20 << 20, " 20M"},
      {5ULL << 30U, "5.0G"},
      {UINT64_MAX, " 16E"},
  };
  for (const auto& [octets, text] : cases) EXPECT_EQ(abbreviated_size(octets), text) << octets;
}

TEST(Formats, SizesInOctetsHaveCommas) {
  EXPECT_EQ(size_in_octets(0), "0");
  EXPECT_EQ(size_in_octets(999), "999");
  EXPECT_EQ(size_in_octets(1'000), "1,000");
  EXPECT_EQ(size_in_octets(1'048'576), "1,048,576");
  EXPECT_EQ(size_in_octets(123'456), "123,456");
}

}  // namespace
}  // namespace refd::ssi
