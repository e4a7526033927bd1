// What an answer says about a file: type, dates, ranges, conditions.
#include <gmock/gmock.h>

#include "http/byte_ranges.h"
#include "http/conditions.h"
#include "http/content_types.h"
#include "http/http_date.h"

namespace refd::http {
namespace {

using std::chrono::seconds;
using std::chrono::sys_seconds;
using std::chrono::system_clock;
using testing::ElementsAre;
using testing::SizeIs;

constexpr sys_seconds noon{seconds(784'111'777)};  // Sun, 06 Nov 1994 08:49:37 GMT

TEST(ContentType, GoesByTheLastExtensionInAnyCase) {
  EXPECT_EQ(content_type_of("index.html"), "text/html");
  EXPECT_EQ(content_type_of("INDEX.HTM"), "text/html");
  EXPECT_EQ(content_type_of("a.tar.gz"), "application/gzip");
  EXPECT_EQ(content_type_of("photo.JPG"), "image/jpeg");
  EXPECT_EQ(content_type_of("a.avi"), "video/x-msvideo");
  EXPECT_EQ(content_type_of("a.zip"), "application/zip");
}

TEST(ContentType, IsNotGuessed) {
  EXPECT_EQ(content_type_of("README"), "");
  EXPECT_EQ(content_type_of("a.unknown"), "");
  EXPECT_EQ(content_type_of("html"), "");
  EXPECT_EQ(content_type_of("a."), "");
  EXPECT_EQ(content_type_of(""), "");
}

TEST(HttpDate, IsWritten) {
  EXPECT_EQ(http_date(noon), "Sun, 06 Nov 1994 08:49:37 GMT");
}

TEST(HttpDate, IsReadInItsThreeForms) {
  EXPECT_EQ(parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT"), noon);
  EXPECT_EQ(parse_http_date("Sunday, 06-Nov-94 08:49:37 GMT"), noon);
  EXPECT_EQ(parse_http_date("Sun Nov  6 08:49:37 1994"), noon);
  EXPECT_EQ(parse_http_date("Sun Nov 16 08:49:37 1994"), noon + std::chrono::days(10));
}

TEST(HttpDate, NothingElseIsADate) {
  for (const auto* text :
       {"", "yesterday", "0", "Sun, 06 Nov 1994 08:49:37", "Sun, 31 Feb 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 24:00:00 GMT", "Sun, 06 Nov 1994 08:49:37 GMT+1", "Sun, 6 Nov 1994 08:49:37 GMT"}) {
    EXPECT_EQ(parse_http_date(text), std::nullopt) << text;
  }
}

TEST(LogTime, IsJapans) {
  std::string out;
  append_log_time(noon + std::chrono::hours(8), out);
  EXPECT_EQ(out, "07/Nov/1994:01:49:37 +0900");
}

RangeRequest range(std::string_view field) {
  return understand_range(field, 10);
}

TEST(Ranges, InTheirForms) {
  EXPECT_THAT(range("bytes=0-0").ranges, ElementsAre(ByteRange{0, 1}));
  EXPECT_THAT(range("bytes=2-4").ranges, ElementsAre(ByteRange{2, 3}));
  EXPECT_THAT(range("bytes=5-").ranges, ElementsAre(ByteRange{5, 5}));
  EXPECT_THAT(range("bytes=-3").ranges, ElementsAre(ByteRange{7, 3}));
  EXPECT_THAT(range("bytes=-30").ranges, ElementsAre(ByteRange{0, 10}));
  EXPECT_THAT(range("bytes=5-99999999999999999999999").ranges, ElementsAre(ByteRange{5, 5}));
  EXPECT_THAT(range("BYTES=8-9, 0-1 ,").ranges, ElementsAre(ByteRange{8, 2}, ByteRange{0, 2}));
}

TEST(Ranges, BeyondTheEndCannotBeSatisfied) {
  using Kind = RangeRequest::Kind;
  EXPECT_EQ(range("bytes=10-").kind, Kind::unsatisfiable);
  EXPECT_EQ(range("bytes=10-20,30-").kind, Kind::unsatisfiable);
  EXPECT_EQ(range("bytes=-0").kind, Kind::unsatisfiable);
  EXPECT_EQ(understand_range("bytes=0-", 0).kind, Kind::unsatisfiable);
  EXPECT_THAT(range("bytes=10-,1-1").ranges, ElementsAre(ByteRange{1, 1}));
}

TEST(Ranges, AreIgnoredWhenMalformedOrTooMuch) {
  std::string many = "bytes=0-0";
  for (std::size_t i = 0; i < most_ranges; ++i) many += ",0-0";
  for (const std::string& text :
       {std::string("bytes=4-2"), std::string("bytes=a-b"), std::string("bytes=-"), std::string("bytes="),
        std::string("bytes=1"), std::string("lines=1-2"), std::string("bytes=0-,0-"), many}) {
    EXPECT_EQ(understand_range(text, 10).kind, RangeRequest::Kind::whole) << text;
  }
}

class Conditions : public testing::Test {
 protected:
  Condition with(std::string_view name, std::string_view value) {
    request_.fields = {{name, value}};
    return evaluate_conditions(request_, facts_);
  }
  RequestHead request_{.method = Method::get};
  const Validators facts_{"\"abc\"", noon};
};

TEST_F(Conditions, OnTags) {
  EXPECT_EQ(with("If-None-Match", "\"abc\""), Condition::not_modified);
  EXPECT_EQ(with("If-None-Match", "\"x,\", W/\"abc\""), Condition::not_modified);
  EXPECT_EQ(with("If-None-Match", "*"), Condition::not_modified);
  EXPECT_EQ(with("If-None-Match", "\"abcd\""), Condition::proceed);
  EXPECT_EQ(with("If-None-Match", "abc"), Condition::proceed);
  EXPECT_EQ(with("If-Match", "\"abc\""), Condition::proceed);
  EXPECT_EQ(with("If-Match", "W/\"abc\""), Condition::failed);
  EXPECT_EQ(with("If-Match", "\"other\""), Condition::failed);
  request_.method = Method::post;
  EXPECT_EQ(with("If-None-Match", "\"abc\""), Condition::failed);
}

TEST_F(Conditions, OnDates) {
  EXPECT_EQ(with("If-Modified-Since", http_date(noon)), Condition::not_modified);
  EXPECT_EQ(with("If-Modified-Since", http_date(noon - seconds(1))), Condition::proceed);
  EXPECT_EQ(with("If-Modified-Since", "rubbish"), Condition::proceed);
  EXPECT_EQ(with("If-Unmodified-Since", http_date(noon)), Condition::proceed);
  EXPECT_EQ(with("If-Unmodified-Since", http_date(noon - seconds(1))), Condition::failed);
  request_.method = Method::post;
  EXPECT_EQ(with("If-Modified-Since", http_date(noon)), Condition::proceed);
}

TEST_F(Conditions, TagsComeBeforeDates) {
  const auto date = http_date(noon);
  request_.fields = {{"If-None-Match", "\"other\""}, {"If-Modified-Since", date}};
  EXPECT_EQ(evaluate_conditions(request_, facts_), Condition::proceed);
  const auto before = http_date(noon - seconds(1));
  request_.fields = {{"If-Match", "\"abc\""}, {"If-Unmodified-Since", before}};
  EXPECT_EQ(evaluate_conditions(request_, facts_), Condition::proceed);
}

TEST_F(Conditions, OnRanges) {
  EXPECT_TRUE(range_applies(request_, facts_));
  const auto date = http_date(noon);
  const auto later = http_date(noon + seconds(1));
  const std::pair<std::string_view, bool> cases[] = {{"\"abc\"", true},    {"\"x\"", false},
                                                     {"W/\"abc\"", false}, {date, true},
                                                     {later, false},       {"rubbish", false}};
  for (const auto& [value, applies] : cases) {
    request_.fields = {{"If-Range", value}};
    EXPECT_EQ(range_applies(request_, facts_), applies) << value;
  }
}

TEST(Validators, ChangeWithTheFile) {
  const auto tag = [](std::uint64_t inode, std::uint64_t size, long nanoseconds) {
    return validators_of(inode, size, std::chrono::nanoseconds(nanoseconds), noon).etag;
  };
  EXPECT_EQ(tag(1, 2, 3), tag(1, 2, 3));
  EXPECT_NE(tag(1, 2, 3), tag(2, 2, 3));
  EXPECT_NE(tag(1, 2, 3), tag(1, 3, 3));
  EXPECT_NE(tag(1, 2, 3), tag(1, 2, 4));
  EXPECT_THAT(tag(1, 2, 3), testing::MatchesRegex("\"[-0-9a-f]+\""));
}

TEST(Validators, LastModifiedIsNotInTheFuture) {
  const auto later = std::chrono::nanoseconds((noon + seconds(100)).time_since_epoch());
  EXPECT_EQ(validators_of(1, 1, later, noon).last_modified, noon);
}

}  // namespace
}  // namespace refd::http
