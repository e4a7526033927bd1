#include "verdict/exit_code.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "reports/record/derive.h"

namespace cts {
namespace {

using reports::Verdict;

struct Case {
  std::string name;
  std::vector<Verdict> verdicts;
  ExitCode plain;
  ExitCode lenient;  ///< with allow_inconclusive
};

reports::RunRecord record_of(const std::vector<Verdict>& verdicts) {
  reports::RunRecord record;
  for (const Verdict verdict : verdicts) {
    reports::ScenarioResult result;
    result.id = "web.case.number_" + std::to_string(record.scenarios.size());
    result.verdict = verdict;
    record.scenarios.push_back(std::move(result));
  }
  reports::complete_record(record);
  return record;
}

class ExitCodeOfVerdicts : public testing::TestWithParam<Case> {};

TEST_P(ExitCodeOfVerdicts, FollowsTheTable) {
  const reports::RunRecord record = record_of(GetParam().verdicts);
  EXPECT_EQ(exit_code_of(record), GetParam().plain);
  EXPECT_EQ(exit_code_of(record, {.allow_inconclusive = true}), GetParam().lenient);
}

INSTANTIATE_TEST_SUITE_P(
    Table, ExitCodeOfVerdicts,
    testing::Values(
        Case{"Nothing", {}, ExitCode::inconclusive, ExitCode::inconclusive},
        Case{"OnePass", {Verdict::pass}, ExitCode::conforms, ExitCode::conforms},
        Case{"OnlyNotRun", {Verdict::not_run}, ExitCode::inconclusive, ExitCode::inconclusive},
        Case{"OnlyNotApplicable", {Verdict::not_applicable}, ExitCode::inconclusive, ExitCode::inconclusive},
        Case{"PassAndNotRun", {Verdict::pass, Verdict::not_run}, ExitCode::conforms, ExitCode::conforms},
        Case{"OneFailure",
             {Verdict::pass, Verdict::fail},
             ExitCode::does_not_conform,
             ExitCode::does_not_conform},
        Case{"UnexpectedPass",
             {Verdict::pass, Verdict::unexpected_pass},
             ExitCode::does_not_conform,
             ExitCode::does_not_conform},
        Case{"OnlyExpectedFailure", {Verdict::expected_failure}, ExitCode::conforms, ExitCode::conforms},
        Case{"PassAndInconclusive",
             {Verdict::pass, Verdict::inconclusive},
             ExitCode::inconclusive,
             ExitCode::conforms},
        Case{"OnlyInconclusive", {Verdict::inconclusive}, ExitCode::inconclusive, ExitCode::inconclusive},
        Case{"FailureOutweighsInconclusive",
             {Verdict::inconclusive, Verdict::fail},
             ExitCode::does_not_conform,
             ExitCode::does_not_conform},
        Case{"ErrorOutweighsFailure",
             {Verdict::error, Verdict::fail, Verdict::pass},
             ExitCode::harness_fault,
             ExitCode::harness_fault},
        Case{"NoVerdictIsOurFault",
             {Verdict::pass, Verdict::none},
             ExitCode::harness_fault,
             ExitCode::harness_fault}),
    [](const auto& instance) { return instance.param.name; });

TEST(ExitCode, AnInterruptedRunIsNoConformance) {
  reports::RunRecord record = record_of({Verdict::pass});
  record.interrupted = true;
  EXPECT_EQ(exit_code_of(record), ExitCode::harness_fault);
}

TEST(ExitCode, AnInterruptedRunKeepsItsFailures) {
  reports::RunRecord record = record_of({Verdict::pass, Verdict::fail});
  record.interrupted = true;
  EXPECT_EQ(exit_code_of(record), ExitCode::does_not_conform);
}

TEST(ExitCode, LeftoversAreOurFault) {
  reports::RunRecord record = record_of({Verdict::pass});
  record.errors.emplace_back("left behind: /web/cts-x");
  EXPECT_EQ(exit_code_of(record), ExitCode::harness_fault);
}

TEST(ExitCode, StaleExpectationsAreToldWhenAllElseIsWell) {
  reports::RunRecord record = record_of({Verdict::pass});
  record.stale_expectations.emplace_back("line 3 matches nothing");
  EXPECT_EQ(exit_code_of(record), ExitCode::stale_expectations);
  record = record_of({Verdict::pass, Verdict::inconclusive});
  record.stale_expectations.emplace_back("line 3 matches nothing");
  EXPECT_EQ(exit_code_of(record, {.allow_inconclusive = true}), ExitCode::stale_expectations);
}

}  // namespace
}  // namespace cts
