#include "runner/scenario_runner.h"

#include <stdexcept>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "scenario/context.h"
#include "scenario/memory_operator.h"

namespace cts {
namespace {

using reports::Finding;
using reports::ScenarioResult;
using reports::Verdict;
using testing::Eq;
using testing::HasSubstr;

class NoFootprint final : public Footprint {
 public:
  void about_to_create(std::string_view) override {}
  void removed(std::string_view) override {}
};

class ScenarioRunnerTest : public testing::Test {
 protected:
  ScenarioResult run(void (*body)(Context&)) {
    const Scenario scenario{
        .id = "web.case.shows", .clauses = {"WEB-MAP-1", "WEB-CASE-1"}, .purpose = "p", .run = body};
    target_.vantage_points = {VantagePoint{.name = "here"}};
    return run_scenario(scenario, {target_, profile_, footprint_, operator_, "k3x9a0b1"});
  }

  Target target_;
  Profile profile_;
  NoFootprint footprint_;
  MemoryOperator operator_;
};

TEST_F(ScenarioRunnerTest, AKeptPromiseIsAPass) {
  const ScenarioResult result = run([](Context& context) { context.expect("one is one", 1, Eq(1)); });
  EXPECT_EQ(result.verdict, Verdict::pass) << result.message;
  EXPECT_EQ(result.id, "web.case.shows");
  EXPECT_GE(result.duration.count(), 0);
}

TEST_F(ScenarioRunnerTest, ABrokenPromiseNamesItsClause) {
  const ScenarioResult result = run([](Context& context) {
    context.expect("one is one", 1, Eq(1));
    context.expect_for("WEB-CASE-1", "one is two", 1, Eq(2));
  });
  EXPECT_EQ(result.verdict, Verdict::fail);
  ASSERT_EQ(result.findings.size(), 2u);
  EXPECT_EQ(result.findings[1].clause, "WEB-CASE-1");
  EXPECT_FALSE(result.message.empty());
}

TEST_F(ScenarioRunnerTest, AnUnmetPreconditionIsInconclusive) {
  const ScenarioResult result = run([](Context& context) {
    context.need("one is two", 1, Eq(2));
    context.expect("never reached", 1, Eq(2));
  });
  EXPECT_EQ(result.verdict, Verdict::inconclusive);
}

TEST_F(ScenarioRunnerTest, WhatABodyThrowsIsOurFault) {
  EXPECT_EQ(run([](Context&) { throw std::runtime_error("boom"); }).verdict, Verdict::error);
  EXPECT_THAT(run([](Context&) { throw std::runtime_error("boom"); }).message, HasSubstr("boom"));
  EXPECT_EQ(run([](Context&) { throw 17; }).verdict, Verdict::error);
}

TEST_F(ScenarioRunnerTest, ABodyThatJudgesNothingIsAnError) {
  const ScenarioResult result = run([](Context&) {});
  EXPECT_EQ(result.verdict, Verdict::error);
  EXPECT_FALSE(result.message.empty());
}

ScenarioResult result_with(Verdict verdict, std::vector<Finding> findings) {
  ScenarioResult result;
  result.clauses = {"WEB-MAP-1"};
  result.verdict = verdict;
  result.findings = std::move(findings);
  return result;
}

Finding finding(bool passed, std::string clause = "WEB-MAP-1", std::string requirement = "it must") {
  return {.clause = std::move(clause),
          .requirement = std::move(requirement),
          .expected = "e",
          .actual = "a",
          .passed = passed};
}

TEST(Coherence, RefusesWhatContradictsItself) {
  std::vector<ScenarioResult> wrong{
      result_with(Verdict::pass, {}),
      result_with(Verdict::pass, {finding(true), finding(false)}),
      result_with(Verdict::fail, {finding(true)}),
      result_with(Verdict::none, {}),
      result_with(Verdict::pass, {finding(true, "FTP-DIR-1")}),
      result_with(Verdict::fail, {finding(false, "WEB-MAP-1", "")}),
  };
  for (ScenarioResult& result : wrong) {
    check_coherence(result);
    EXPECT_EQ(result.verdict, Verdict::error);
    EXPECT_FALSE(result.message.empty());
  }
}

TEST(Coherence, LeavesSoundResultsAlone) {
  ScenarioResult pass = result_with(Verdict::pass, {finding(true)});
  check_coherence(pass);
  EXPECT_EQ(pass.verdict, Verdict::pass);
  ScenarioResult stopped = result_with(Verdict::inconclusive, {});
  stopped.message = "login refused";
  check_coherence(stopped);
  EXPECT_EQ(stopped.verdict, Verdict::inconclusive);
  ScenarioResult fail = result_with(Verdict::fail, {finding(false)});
  check_coherence(fail);
  EXPECT_EQ(fail.verdict, Verdict::fail);
  EXPECT_EQ(fail.message, "it must: expected e, got a") << "a failure is never silent";
}

}  // namespace
}  // namespace cts
