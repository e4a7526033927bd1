#include "verdict/kill_verdict.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace cts {
namespace {

using reports::Finding;
using reports::ScenarioResult;
using reports::Verdict;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

ScenarioResult passing(std::string id, std::vector<std::string> clauses) {
  ScenarioResult result;
  result.id = std::move(id);
  result.clauses = std::move(clauses);
  result.verdict = Verdict::pass;
  return result;
}

ScenarioResult failing(std::string id, std::vector<std::string> clauses, const std::string& blamed) {
  ScenarioResult result = passing(std::move(id), std::move(clauses));
  result.verdict = Verdict::fail;
  result.findings = {{.clause = blamed, .requirement = "r", .expected = "e", .actual = "a", .passed = false}};
  return result;
}

ScenarioResult inconclusive(std::string id, std::vector<std::string> clauses, std::string cause = "") {
  ScenarioResult result = passing(std::move(id), std::move(clauses));
  result.verdict = Verdict::inconclusive;
  result.root_cause = std::move(cause);
  return result;
}

DeviationRun run_of(std::vector<std::string> clauses, std::vector<ScenarioResult> results) {
  return {{"some.deviation", std::move(clauses), "s"}, 1, std::move(results), ""};
}

TEST(DeviationVerdict, IsGoodWhenOnlyItsOwnScenariosFail) {
  const auto verdict =
      judge_deviation(run_of({"WEB-CASE-1"}, {failing("web.case", {"WEB-CASE-1"}, "WEB-CASE-1"),
                                              passing("web.map", {"WEB-MAP-1"})}));
  EXPECT_TRUE(verdict.ok());
  EXPECT_THAT(verdict.killed_by, ElementsAre("web.case"));
}

TEST(DeviationVerdict, IsBadWhenNobodyNotices) {
  EXPECT_FALSE(judge_deviation(run_of({"WEB-CASE-1"}, {passing("web.case", {"WEB-CASE-1"})})).ok());
}

TEST(DeviationVerdict, IsBadWhenItDidNotAct) {
  DeviationRun run = run_of({"WEB-CASE-1"}, {failing("web.case", {"WEB-CASE-1"}, "WEB-CASE-1")});
  run.acted = 0;
  EXPECT_FALSE(judge_deviation(run).ok()) << "a failure without the deviation acting proves nothing";
}

TEST(DeviationVerdict, JudgesAScenarioOfSeveralClausesByItsFindings) {
  const auto verdict = judge_deviation(
      run_of({"WEB-CASE-1"}, {failing("web.case", {"WEB-CASE-1"}, "WEB-CASE-1"),
                              failing("web.both", {"WEB-MAP-1", "WEB-CASE-1"}, "WEB-MAP-1")}));
  EXPECT_FALSE(verdict.ok());
  EXPECT_THAT(verdict.killed_by, ElementsAre("web.case"));
  EXPECT_THAT(verdict.collateral, ElementsAre(HasSubstr("web.both: fails WEB-MAP-1")));
}

TEST(DeviationVerdict, WhatIsTriedWithMailRestsOnTheMailboxes) {
  const auto of = [](std::string clause, std::string id) {
    return judge_deviation(run_of({std::move(clause)}, {inconclusive(std::move(id), {"SMTP-5"})})).collateral;
  };
  EXPECT_THAT(of("POP-3", "smtp.size"), IsEmpty());
  EXPECT_THAT(of("SMTP-7", "pop.reading"), IsEmpty());
  EXPECT_THAT(of("POP-2", "smtp.size"), testing::SizeIs(1));
  EXPECT_THAT(of("POP-3", "ftp.login"), testing::SizeIs(1));
}

TEST(DeviationVerdict, ADeadServiceIsNoCollateralOfItsOwnClause) {
  const auto verdict =
      judge_deviation(run_of({"FTP-LOGIN-1"}, {failing("ftp.login", {"FTP-LOGIN-1"}, "FTP-LOGIN-1"),
                                               inconclusive("web.map", {"WEB-MAP-1"}, "ftp.login")}));
  EXPECT_TRUE(verdict.ok());
  EXPECT_EQ(verdict.dead_service, 1u);
}

TEST(DeviationVerdict, OtherwiseAnInconclusiveScenarioOfAnotherClauseIsCollateral) {
  EXPECT_FALSE(judge_deviation(run_of({"FTP-XFER-1"}, {failing("ftp.x", {"FTP-XFER-1"}, "FTP-XFER-1"),
                                                       inconclusive("web.map", {"WEB-MAP-1"}, "ftp.login")}))
                   .ok());
  EXPECT_FALSE(judge_deviation(run_of({"FTP-LOGIN-1"}, {failing("ftp.l", {"FTP-LOGIN-1"}, "FTP-LOGIN-1"),
                                                        inconclusive("web.map", {"WEB-MAP-1"})}))
                   .ok())
      << "inconclusive for a reason of its own";
  EXPECT_TRUE(judge_deviation(run_of({"FTP-XFER-1"}, {failing("ftp.x", {"FTP-XFER-1"}, "FTP-XFER-1"),
                                                      inconclusive("ftp.y", {"FTP-XFER-1"})}))
                  .ok())
      << "a second scenario of the same clause need not get that far";
}

TEST(DeviationVerdict, WhatScriptsShowOfTheDatabaseIsNotSeenWhereTheyDoNotRun) {
  const auto scripts = failing("cgi.run", {"CGI-1"}, "CGI-1");
  EXPECT_TRUE(
      judge_deviation(run_of({"CGI-1"}, {scripts, inconclusive("db.port.scripts_connect", {"DB-3"})})).ok());
  EXPECT_FALSE(
      judge_deviation(run_of({"CGI-1"}, {scripts, inconclusive("db.export.complete", {"DB-5"})})).ok());
}

TEST(DeviationVerdict, WhatDoesNotApplyAnyMoreIsCollateralOnlyOfOthers) {
  ScenarioResult absent = passing("ftp.y", {"FTP-XFER-1"});
  absent.verdict = Verdict::not_applicable;
  EXPECT_TRUE(
      judge_deviation(run_of({"FTP-XFER-1"}, {failing("ftp.x", {"FTP-XFER-1"}, "FTP-XFER-1"), absent})).ok());
  EXPECT_FALSE(
      judge_deviation(run_of({"FTP-DIR-1"}, {failing("ftp.x", {"FTP-DIR-1"}, "FTP-DIR-1"), absent})).ok());
}

TEST(DeviationVerdict, AnErrorIsNeverAKill) {
  ScenarioResult crashed = passing("web.case", {"WEB-CASE-1"});
  crashed.verdict = Verdict::error;
  const auto verdict = judge_deviation(run_of({"WEB-CASE-1"}, {crashed}));
  EXPECT_FALSE(verdict.ok());
  EXPECT_THAT(verdict.killed_by, IsEmpty());
}

TEST(KillMatrix, TellsWhatIsMissing) {
  const std::vector<ScenarioResult> baseline{passing("web.case", {"WEB-CASE-1"}),
                                             passing("web.idle", {"WEB-CASE-1"}),
                                             passing("web.map", {"WEB-MAP-1"})};
  const std::vector<DeviationRun> runs{
      run_of({"WEB-CASE-1"}, {failing("web.case", {"WEB-CASE-1"}, "WEB-CASE-1"),
                              passing("web.idle", {"WEB-CASE-1"}), passing("web.map", {"WEB-MAP-1"})})};
  const KillMatrix matrix = judge_matrix(baseline, runs, true);
  EXPECT_FALSE(matrix.ok());
  EXPECT_THAT(matrix.never_failing, ElementsAre("web.idle", "web.map"));
  EXPECT_THAT(matrix.without_deviation, ElementsAre("WEB-MAP-1"));
  EXPECT_EQ(matrix.killed(), 1u);
  EXPECT_TRUE(judge_matrix(baseline, runs, false).ok()) << "a part of the matrix says nothing about the rest";
}

TEST(KillMatrix, NeedsASoundServerToBeginWith) {
  ScenarioResult broken = passing("web.case", {"WEB-CASE-1"});
  broken.verdict = Verdict::not_run;
  const std::vector<DeviationRun> runs{
      run_of({"WEB-CASE-1"}, {failing("web.case", {"WEB-CASE-1"}, "WEB-CASE-1")})};
  EXPECT_FALSE(judge_matrix({broken}, runs, true).ok());
  EXPECT_FALSE(judge_matrix({passing("web.case", {"WEB-CASE-1"})}, {}, false).ok()) << "nothing was tried";
}

}  // namespace
}  // namespace cts
