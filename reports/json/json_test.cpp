#include <limits>

#include <gmock/gmock.h>

#include "reports/approved/approval.h"
#include "reports/approved/sample_record.h"
#include "reports/json/json_record.h"
#include "reports/record/derive.h"

namespace reports {
namespace {

using testing::HasSubstr;

RunRecord read_back(const std::string& text) {
  auto result = read_json(text);
  if (const auto* failure = std::get_if<ReadFailure>(&result)) ADD_FAILURE() << failure->reason;
  return std::holds_alternative<RunRecord>(result) ? std::get<RunRecord>(result) : RunRecord{};
}

std::string reason(const std::string& text) {
  const auto result = read_json(text);
  const auto* failure = std::get_if<ReadFailure>(&result);
  return failure == nullptr ? "read without complaint" : failure->reason;
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  const std::size_t at = text.find(from);
  if (at == std::string::npos) ADD_FAILURE() << from << " is not in the text";
  return text.replace(at, from.size(), to);
}

TEST(Json, IsAsApproved) {
  expect_approved("mixed.approved.json", write_json(mixed_record()));
  expect_approved("passing.approved.json", write_json(passing_record()));
}

TEST(Json, IsAsApprovedOfAComparison) {
  expect_approved("changes.approved.json", write_json(*mixed_record().comparison));
}

TEST(Json, ReadsRecordsThatHaveNoFingerprintYet) {
  const std::string text = write_json(passing_record());
  const std::size_t fingerprint = text.find(",\n \"fingerprint\"");
  ASSERT_NE(fingerprint, std::string::npos);
  RunRecord expected = passing_record();
  expected.fingerprint = {};
  expected.replies.clear();
  EXPECT_EQ(read_back(text.substr(0, fingerprint) + "\n}\n"), expected);
}

TEST(Json, RefusesWhatAHostileFileHolds) {
  const std::string good = write_json(passing_record());
  EXPECT_THAT(reason(std::string(1'000'000, '[')), HasSubstr("nested too deeply"));
  EXPECT_EQ(reason(replaced(good, "\"jobs\": 2", "\"jobs\": -1")), "options/jobs is out of range");
  EXPECT_EQ(reason(replaced(good, "\"worker\": 1", "\"worker\": 1e300")),
            "scenarios/3/worker is out of range");
  EXPECT_EQ(reason(replaced(good, "\"duration_seconds\": 0.0", "\"duration_seconds\": 1e200, \"x\": 0.0")),
            "interconnection/0/duration_seconds is out of range");
  EXPECT_THAT(reason(replaced(good, "\"started_at\": \"2026", "\"started_at\": \"9999")),
              HasSubstr("started_at is not a moment"));
  EXPECT_EQ(reason(replaced(good, "\"id\": \"ftp.mode.chmod\"", "\"id\": \"host.site_answers\"")),
            "scenarios holds host.site_answers twice");
  EXPECT_THAT(reason("{\"\x1b[2J"), testing::Not(HasSubstr("\x1b")));
}

TEST(Json, ReadsBackWhatItWrote) {
  EXPECT_EQ(read_back(write_json(passing_record())), passing_record());
}

TEST(Json, ReplacesWhatIsNotUtf8AndKeepsTheRest) {
  const RunRecord before = mixed_record();
  const RunRecord after = read_back(write_json(before));
  ASSERT_EQ(after.scenarios.size(), before.scenarios.size());
  EXPECT_EQ(write_json(after), write_json(before));
  EXPECT_THAT(write_json(before), HasSubstr("\\u001b[2J\xEF\xBF\xBD\\u0000 日本"));
}

TEST(Json, WritesDurationsThatAreNoNumberAsZero) {
  RunRecord record = passing_record();
  record.scenarios[0].duration = Seconds{std::numeric_limits<double>::infinity()};
  EXPECT_EQ(read_back(write_json(record)).scenarios[0].duration, Seconds{0});
}

TEST(Json, NamesThePlaceOfAMistake) {
  const std::string good = write_json(passing_record());
  EXPECT_THAT(reason("{"), HasSubstr("not JSON"));
  EXPECT_EQ(reason("[]"), "the record is not an object");
  EXPECT_EQ(reason("{}"), "the record has no member 'schema_version'");
  EXPECT_EQ(reason(replaced(good, "\"schema_version\": 1", "\"schema_version\": 2")),
            "schema_version is 2, this program reads version 1");
  EXPECT_EQ(reason(replaced(good, "\"verdict\": \"pass\"", "\"verdict\": \"passed\"")),
            "scenarios/0/verdict is not a verdict: 'passed'");
  EXPECT_EQ(reason(replaced(good, "\"jobs\": 2", "\"jobs\": \"2\"")), "options/jobs is not a number");
  EXPECT_EQ(reason(replaced(good, "\"started_at\": \"2026", "\"started_at\": \"in 2026")).substr(0, 25),
            "started_at is not a momen");
}

}  // namespace
}  // namespace reports
