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

reports::Comparison compared(const std::vector<reports::Change>& changes) {
  reports::Comparison comparison;
  comparison.judged_by_both = 1;
  for (const reports::Change change : changes)
    comparison.scenarios.push_back({.id = "web.case", .change = change});
  return comparison;
}

TEST(ExitCodeOfAComparison, IsByNewFailuresAndWhatIsNoLongerJudged) {
  using reports::Change;
  EXPECT_EQ(exit_code_of(compared({})), ExitCode::conforms);
  EXPECT_EQ(exit_code_of(compared({Change::still_failing, Change::fixed, Change::changed, Change::newly_borne,
                                   Change::seen_again, Change::appeared, Change::not_run, Change::gone})),
            ExitCode::conforms);
  EXPECT_EQ(exit_code_of(compared({Change::new_failure, Change::lost_sight})), ExitCode::does_not_conform);
  EXPECT_EQ(exit_code_of(compared({Change::lost_sight})), ExitCode::inconclusive);
  EXPECT_EQ(exit_code_of(compared({Change::lost_sight}), {.allow_inconclusive = true}), ExitCode::conforms);
}

TEST(ExitCodeOfAComparison, IsInconclusiveWithoutAnythingInCommon) {
  reports::Comparison nothing = compared({});
  nothing.judged_by_both = 0;
  EXPECT_EQ(exit_code_of(nothing), ExitCode::inconclusive);
  EXPECT_EQ(exit_code_of(nothing, {.allow_inconclusive = true}), ExitCode::inconclusive);
}

TEST(ExitCodeOfAComparison, NoticesAServiceThatIsLost) {
  reports::Comparison comparison = compared({});
  comparison.steps = {{"smtp.greet", false, true, "421 busy"}};
  EXPECT_EQ(exit_code_of(comparison), ExitCode::conforms);
  comparison.steps = {{"smtp.greet", true, false, "421 busy"}};
  EXPECT_EQ(exit_code_of(comparison), ExitCode::inconclusive);
}

TEST(ExitCodeSinceABaseline, DoesNotCountWhatTheBaselineShowsToo) {
  using reports::Change;
  reports::RunRecord record = record_of({Verdict::pass, Verdict::fail});
  record.comparison = compared({Change::still_failing});
  EXPECT_EQ(exit_code_of(record), ExitCode::conforms);
  record.comparison = compared({Change::new_failure});
  EXPECT_EQ(exit_code_of(record), ExitCode::does_not_conform);
  record.comparison = compared({Change::still_failing});
  record.stale_expectations = {"known.toml:3"};
  EXPECT_EQ(exit_code_of(record), ExitCode::stale_expectations);
  record.interrupted = true;
  EXPECT_EQ(exit_code_of(record), ExitCode::harness_fault);
}

TEST(ExitCodeOfAFleet, IsTheWorstOfItsHosts) {
  EXPECT_EQ(worse(ExitCode::conforms, ExitCode::stale_expectations), ExitCode::stale_expectations);
  EXPECT_EQ(worse(ExitCode::inconclusive, ExitCode::does_not_conform), ExitCode::does_not_conform);
  EXPECT_EQ(worse(ExitCode::bad_input, ExitCode::does_not_conform), ExitCode::bad_input);
  EXPECT_EQ(worse(ExitCode::bad_input, ExitCode::harness_fault), ExitCode::harness_fault);
  EXPECT_EQ(worse(ExitCode::conforms, ExitCode::conforms), ExitCode::conforms);
}

TEST(ExitCodeSinceABaseline, CountsWhatTheExpectationsSayAllTheSame) {
  reports::RunRecord record = record_of({Verdict::pass, Verdict::unexpected_pass});
  record.comparison = compared({reports::Change::fixed});
  EXPECT_EQ(exit_code_of(record), ExitCode::does_not_conform);
}

TEST(ExitCodeSinceABaseline, IsInconclusiveOnlyByWhatWasJudgedBefore) {
  reports::RunRecord record = record_of({Verdict::pass, Verdict::inconclusive});
  record.comparison = compared({});
  EXPECT_EQ(exit_code_of(record), ExitCode::conforms);
  record.comparison = compared({reports::Change::lost_sight});
  EXPECT_EQ(exit_code_of(record), ExitCode::inconclusive);
  EXPECT_EQ(exit_code_of(record, {.allow_inconclusive = true}), ExitCode::conforms);
  record = record_of({Verdict::error});
  record.comparison = compared({});
  EXPECT_EQ(exit_code_of(record), ExitCode::harness_fault);
}

}  // namespace
}  // namespace cts
