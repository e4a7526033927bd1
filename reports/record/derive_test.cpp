#include "reports/record/derive.h"

#include <gmock/gmock.h>

namespace reports {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

ScenarioResult scenario(std::string id, Verdict verdict, std::vector<std::string> clauses = {},
                        std::string root_cause = {}) {
  ScenarioResult result;
  result.id = std::move(id);
  result.verdict = verdict;
  result.clauses = std::move(clauses);
  result.root_cause = std::move(root_cause);
  return result;
}

ClauseResult clause(std::string id) {
  ClauseResult result;
  result.id = std::move(id);
  return result;
}

TEST(Verdict, EveryOneHasItsOwnWordsAndKeyThatParseBack) {
  for (const Verdict verdict : all_verdicts) {
    EXPECT_EQ(parse_verdict(to_string(verdict)), verdict);
    EXPECT_EQ(parse_verdict(to_key(verdict)), verdict);
    EXPECT_EQ(to_key(verdict).find(' '), std::string_view::npos);
  }
  EXPECT_EQ(to_string(Verdict::expected_failure), "expected failure");
  EXPECT_EQ(parse_verdict("passed"), std::nullopt);
  EXPECT_EQ(parse_verdict(""), std::nullopt);
}

TEST(Verdict, OnlyGetsWorse) {
  EXPECT_EQ(worse(Verdict::pass, Verdict::fail), Verdict::fail);
  EXPECT_EQ(worse(Verdict::fail, Verdict::inconclusive), Verdict::fail);
  EXPECT_EQ(worse(Verdict::error, Verdict::fail), Verdict::error);
  EXPECT_EQ(worse(Verdict::not_applicable, Verdict::pass), Verdict::pass);
  EXPECT_EQ(worse(Verdict::pass, Verdict::not_run), Verdict::not_run);
}

TEST(DeriveClauseResults, TakesTheWorstOfItsScenarios) {
  const auto results = derive_clause_results(
      {clause("B-1"), clause("A-1"), clause("C-1")},
      {scenario("y", Verdict::fail, {"A-1"}), scenario("x", Verdict::pass, {"A-1", "B-1"})});

  ASSERT_EQ(results.size(), 3U);
  EXPECT_EQ(results[0].id, "B-1");
  EXPECT_EQ(results[0].verdict, Verdict::pass);
  EXPECT_EQ(results[1].verdict, Verdict::fail);
  EXPECT_THAT(results[1].scenarios, ElementsAre("x", "y"));
  EXPECT_TRUE(results[1].covered);
  EXPECT_EQ(results[2].verdict, Verdict::not_run);
  EXPECT_FALSE(results[2].covered);
}

TEST(DeriveClauseResults, ForgetsWhatAnEarlierDerivationSaid) {
  ClauseResult stale = clause("A-1");
  stale.verdict = Verdict::fail;
  stale.scenarios = {"gone"};
  const auto results = derive_clause_results({stale}, {});
  EXPECT_EQ(results[0].verdict, Verdict::not_run);
  EXPECT_THAT(results[0].scenarios, IsEmpty());
}

TEST(DeriveRootCauses, GroupsDependentsUnderTheStepThatFailed) {
  InterconnectionStep login;
  login.id = "ftp.login";
  login.message = "530 to the contract's password";
  InterconnectionStep listing;
  listing.id = "ftp.list";
  listing.tried = false;
  listing.message = "left out";

  const auto causes =
      derive_root_causes({login, listing}, {scenario("a", Verdict::inconclusive, {}, "ftp.login"),
                                            scenario("b", Verdict::inconclusive, {}, "ftp.login"),
                                            scenario("c", Verdict::pass)});

  EXPECT_THAT(causes, ElementsAre(RootCause{"ftp.login", "530 to the contract's password", 2}));
}

TEST(DeriveRootCauses, AScenarioCanBeTheCause) {
  ScenarioResult upload = scenario("ftp.upload", Verdict::fail);
  upload.message = "552 instead of 226";
  const auto causes =
      derive_root_causes({}, {upload, scenario("log.line", Verdict::inconclusive, {}, "ftp.upload")});
  EXPECT_THAT(causes, ElementsAre(RootCause{"ftp.upload", "552 instead of 226", 1}));
}

TEST(CompleteRecord, SortsAndCounts) {
  RunRecord record;
  record.scenarios = {scenario("b", Verdict::pass), scenario("a", Verdict::fail)};
  complete_record(record);
  EXPECT_EQ(record.scenarios.front().id, "a");
  EXPECT_EQ(record.totals.at(Verdict::pass), 1U);
  EXPECT_EQ(record.totals.at(Verdict::fail), 1U);
  EXPECT_EQ(record.totals.at(Verdict::error), 0U);
}

TEST(Conclude, NeverCallsARunConformingThatSawNothing) {
  RunRecord record;
  EXPECT_EQ(conclude(record), Conclusion::nothing_ran);
  record.scenarios = {scenario("a", Verdict::not_run), scenario("b", Verdict::not_applicable)};
  EXPECT_EQ(conclude(record), Conclusion::nothing_ran);
}

TEST(Conclude, NamesTheWorstThing) {
  RunRecord record;
  record.scenarios = {scenario("a", Verdict::pass)};
  EXPECT_EQ(conclude(record), Conclusion::conforms);
  record.stale_expectations = {"line 3"};
  EXPECT_EQ(conclude(record), Conclusion::stale_expectations);
  record.scenarios.push_back(scenario("b", Verdict::inconclusive));
  EXPECT_EQ(conclude(record), Conclusion::inconclusive);
  record.interrupted = true;
  EXPECT_EQ(conclude(record), Conclusion::interrupted);
  record.scenarios.push_back(scenario("c", Verdict::unexpected_pass));
  EXPECT_EQ(conclude(record), Conclusion::does_not_conform);
  record.secrets_check.leaks.push_back({"ftp.password", "junit.xml", "base64"});
  EXPECT_EQ(conclude(record), Conclusion::harness_fault);
}

TEST(Conclude, ATargetThatIsDownIsInconclusive) {
  RunRecord record;
  InterconnectionStep step;
  step.id = "web.reach";
  record.interconnection = {step};
  EXPECT_EQ(conclude(record), Conclusion::inconclusive);
}

}  // namespace
}  // namespace reports
