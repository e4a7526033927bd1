#include "reports/compare/classify.h"

#include <gtest/gtest.h>

namespace reports {
namespace {

ScenarioResult with(Verdict verdict, const std::string& expectation = "") {
  ScenarioResult result;
  result.id = "web.index.order";
  result.clauses = {"WEB-INDEX-1"};
  result.verdict = verdict;
  result.expectation = expectation;
  return result;
}

Change between(const ScenarioResult& before, const ScenarioResult& after) {
  return classify(&before, &after, {}, {});
}

RunRecord selecting(const std::vector<std::string>& patterns, const std::string& shard = "") {
  RunRecord record;
  record.options.select = patterns;
  record.options.shard = shard;
  return record;
}

struct Row {
  Verdict before;
  Verdict after;
  Change change;
};

class Verdicts : public testing::TestWithParam<Row> {};

TEST_P(Verdicts, SayWhatBecameOfIt) {
  EXPECT_EQ(between(with(GetParam().before), with(GetParam().after)), GetParam().change)
      << to_string(GetParam().before) << " → " << to_string(GetParam().after);
}

INSTANTIATE_TEST_SUITE_P(
    Both, Verdicts,
    testing::Values(Row{Verdict::pass, Verdict::pass, Change::same},
                    Row{Verdict::pass, Verdict::fail, Change::new_failure},
                    Row{Verdict::inconclusive, Verdict::fail, Change::new_failure},
                    Row{Verdict::not_run, Verdict::fail, Change::new_failure},
                    Row{Verdict::unexpected_pass, Verdict::fail, Change::new_failure},
                    Row{Verdict::fail, Verdict::fail, Change::still_failing},
                    Row{Verdict::expected_failure, Verdict::expected_failure, Change::still_failing},
                    Row{Verdict::fail, Verdict::expected_failure, Change::still_failing},
                    Row{Verdict::pass, Verdict::expected_failure, Change::newly_borne},
                    Row{Verdict::fail, Verdict::pass, Change::fixed},
                    Row{Verdict::expected_failure, Verdict::unexpected_pass, Change::fixed},
                    Row{Verdict::pass, Verdict::unexpected_pass, Change::same},
                    Row{Verdict::inconclusive, Verdict::pass, Change::seen_again},
                    Row{Verdict::error, Verdict::pass, Change::seen_again},
                    Row{Verdict::not_run, Verdict::pass, Change::seen_again},
                    Row{Verdict::pass, Verdict::inconclusive, Change::lost_sight},
                    Row{Verdict::fail, Verdict::inconclusive, Change::lost_sight},
                    Row{Verdict::pass, Verdict::error, Change::lost_sight},
                    Row{Verdict::inconclusive, Verdict::inconclusive, Change::same},
                    Row{Verdict::pass, Verdict::not_run, Change::not_run},
                    Row{Verdict::pass, Verdict::not_applicable, Change::not_run},
                    Row{Verdict::not_run, Verdict::not_applicable, Change::same}));

TEST(Classify, AListedFailureThatFailsInAnotherWayIsNew) {
  const ScenarioResult before = with(Verdict::expected_failure, "old ProFTPD");
  EXPECT_EQ(between(before, with(Verdict::fail, "a failure is expected, but not this one")),
            Change::new_failure);
  // Without expectations in the later run nothing says that it fails otherwise.
  EXPECT_EQ(between(before, with(Verdict::fail)), Change::still_failing);
}

TEST(Classify, WhatWasNotSelectedIsNotRunRatherThanGone) {
  const ScenarioResult known = with(Verdict::pass);
  EXPECT_EQ(classify(&known, nullptr, {}, {}), Change::gone);
  EXPECT_EQ(classify(&known, nullptr, {}, selecting({"web.*"})), Change::gone);
  EXPECT_EQ(classify(&known, nullptr, {}, selecting({"ftp.*"})), Change::not_run);
  EXPECT_EQ(classify(&known, nullptr, {}, selecting({"WEB-INDEX-?"})), Change::gone);
  EXPECT_EQ(classify(&known, nullptr, {}, selecting({}, "1/2")), Change::not_run);
  const ScenarioResult never = with(Verdict::not_applicable);
  EXPECT_EQ(classify(&never, nullptr, {}, selecting({"ftp.*"})), Change::same);
}

TEST(Classify, AFailureThatTheBaselineDoesNotKnowIsNew) {
  const ScenarioResult failing = with(Verdict::fail);
  const ScenarioResult passing = with(Verdict::pass);
  EXPECT_EQ(classify(nullptr, &failing, {}, {}), Change::new_failure);
  EXPECT_EQ(classify(nullptr, &failing, selecting({"ftp.*"}), {}), Change::new_failure);
  EXPECT_EQ(classify(nullptr, &passing, {}, {}), Change::appeared);
  EXPECT_EQ(classify(nullptr, &passing, selecting({"ftp.*"}), {}), Change::seen_again);
}

}  // namespace
}  // namespace reports
