#include "runner/result_codec.h"

#include <gtest/gtest.h>

#include "runner/json_text.h"

namespace cts {
namespace {

reports::ScenarioResult full_result() {
  reports::ScenarioResult result;
  result.id = "web.index.first";
  result.purpose = "索引 comes first";
  result.service = "web";
  result.clauses = {"WEB-INDEX-1", "WEB-CASE-1"};
  result.tier = "standard";
  result.consent = "reversible";
  result.source_file = "conformance/scenario/web/index.cpp";
  result.source_line = 12;
  result.verdict = reports::Verdict::fail;
  result.message = "broken \xff\xfe";
  result.root_cause = "ftp.login";
  result.findings = {{.clause = "WEB-INDEX-1",
                      .requirement = "r",
                      .expected = "e",
                      .actual = "\x80",
                      .passed = false,
                      .transcript_entry = 1,
                      .repeat = "curl -v http://x/"},
                     {.clause = "WEB-CASE-1",
                      .requirement = "r",
                      .expected = "e",
                      .actual = "a",
                      .passed = true,
                      .transcript_entry = std::nullopt,
                      .repeat = ""}};
  result.readings = {{"mode 600", "served"}};
  result.transcript = {
      {reports::Seconds(0.25), "http#1", reports::Direction::sent, std::string("GET /\0\r\n", 8)},
      {reports::Seconds(0.5), "http#1", reports::Direction::received, "\xc3\x28"},
      {reports::Seconds(0.75), "http#1", reports::Direction::note, "closed"}};
  result.started_at = reports::Moment(std::chrono::milliseconds(1'700'000'000'123));
  result.duration = reports::Seconds(1.5);
  result.leftovers = {"ftp /web/cts-x"};
  result.repeat = "hosting-cts run --select web.index.first";
  return result;
}

TEST(ResultCodec, LosesNothing) {
  const WorkerEvent event{WorkerEvent::Kind::finished, "web.index.first", full_result()};
  const std::string line = encode(event);
  EXPECT_EQ(line.find('\n'), std::string::npos);
  const auto read = decode(line);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->kind, WorkerEvent::Kind::finished);
  EXPECT_EQ(read->id, "web.index.first");
  EXPECT_EQ(read->result, full_result());
}

TEST(ResultCodec, TellsAStart) {
  const auto read = decode(encode({WorkerEvent::Kind::started, "ftp.login.accepts", {}}));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->kind, WorkerEvent::Kind::started);
  EXPECT_EQ(read->id, "ftp.login.accepts");
}

TEST(ResultCodec, CarriesAnyOctetsAsAnId) {
  reports::ScenarioResult result;
  result.id = result.service = result.tier = result.consent = "\xff\n";
  const auto finished = decode(encode({WorkerEvent::Kind::finished, result.id, result}));
  ASSERT_TRUE(finished);
  EXPECT_EQ(finished->result, result);
  const auto started = decode(encode({WorkerEvent::Kind::started, "\xff", {}}));
  ASSERT_TRUE(started);
  EXPECT_EQ(started->id, "\xff");
}

TEST(ResultCodec, TakesNothingElseForAnEvent) {
  const std::string whole = encode({WorkerEvent::Kind::finished, "x", full_result()});
  for (const std::string_view line : {"", "debug output", "{}", "[]", "17", "{\"finished\":{}}"})
    EXPECT_FALSE(decode(line)) << line;
  EXPECT_FALSE(decode(std::string_view(whole).substr(0, whole.size() / 2))) << "torn";
}

TEST(JsonText, KeepsEveryOctet) {
  std::string all;
  for (int octet = 0; octet < 256; ++octet) all += static_cast<char>(octet);
  EXPECT_EQ(text_of_json(json_of_text(all)), all);
  EXPECT_TRUE(json_of_text("日本").is_string());
  EXPECT_FALSE(json_of_text("\xed\xa0\x80").is_string()) << "a surrogate is no character";
  EXPECT_FALSE(json_of_text("\xc0\xaf").is_string()) << "overlong";
}

}  // namespace
}  // namespace cts
