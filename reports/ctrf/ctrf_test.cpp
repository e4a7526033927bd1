#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "reports/approved/approval.h"
#include "reports/approved/sample_record.h"
#include "reports/ctrf/ctrf_writer.h"
#include "reports/record/derive.h"

namespace reports {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::HasSubstr;

json results_of(const RunRecord& record) {
  return json::parse(write_ctrf(record)).at("results");
}

TEST(Ctrf, IsAsApproved) {
  expect_approved("mixed.approved.ctrf.json", write_ctrf(mixed_record()));
  expect_approved("passing.approved.ctrf.json", write_ctrf(passing_record()));
}

TEST(Ctrf, CountsEachTestOnce) {
  const json results = results_of(mixed_record());
  const json& summary = results.at("summary");
  std::map<std::string, std::size_t> counted;
  for (const json& test : results.at("tests")) ++counted[test.at("status")];
  std::size_t all = 0;
  for (const char* status : {"passed", "failed", "skipped", "pending", "other"}) {
    EXPECT_EQ(summary.at(status), counted[status]) << status;
    all += counted[status];
  }
  EXPECT_EQ(summary.at("tests"), all);
  EXPECT_EQ(results.at("tests").size(), all);
}

TEST(Ctrf, FailsWhatFailsTheRun) {
  RunRecord record = passing_record();
  record.scenarios.resize(1);
  const std::pair<Verdict, const char*> rows[] = {{Verdict::pass, "passed"},
                                                  {Verdict::fail, "failed"},
                                                  {Verdict::unexpected_pass, "failed"},
                                                  {Verdict::error, "failed"},
                                                  {Verdict::none, "failed"},
                                                  {Verdict::inconclusive, "other"},
                                                  {Verdict::not_applicable, "skipped"},
                                                  {Verdict::not_run, "skipped"},
                                                  {Verdict::expected_failure, "skipped"}};
  for (const auto& [verdict, status] : rows) {
    record.scenarios[0].verdict = verdict;
    const json test = results_of(record).at("tests").at(0);
    EXPECT_EQ(test.at("status"), status) << to_key(verdict);
    EXPECT_EQ(test.at("rawStatus"), to_key(verdict));
  }
}

TEST(Ctrf, TellsWhatWasExpectedAndWhatCame) {
  RunRecord record = passing_record();
  record.scenarios.resize(1);
  record.scenarios[0].verdict = Verdict::fail;
  record.scenarios[0].findings = {
      {.clause = "WEB-1", .requirement = "it is so", .expected = "a\n\xff", .actual = "b"}};
  record.errors = {"a fault"};
  const json tests = results_of(record).at("tests");
  EXPECT_THAT(tests.at(0).at("trace").get<std::string>(),
              AllOf(HasSubstr("WEB-1: it is so\n  Expected: a\\n"), HasSubstr("\n  Actual:   b\n")));
  EXPECT_EQ(tests.at(1).at("message"), "a fault");
}

TEST(Ctrf, CutsDownWhatAHostileTargetSays) {
  RunRecord record = passing_record();
  record.scenarios.resize(1);
  record.scenarios[0].verdict = Verdict::fail;
  record.scenarios[0].message = std::string(1'000'000, 'm');
  record.scenarios[0].findings = {{.expected = "x", .actual = std::string(1'000'000, '\x01')}};
  EXPECT_LT(write_ctrf(record).size(), 200'000U);
}

}  // namespace
}  // namespace reports
