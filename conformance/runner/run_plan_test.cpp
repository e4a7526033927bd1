#include "runner/run_plan.h"

#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace cts {
namespace {

using reports::Verdict;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

void body(Context&) {}

Clause clause(std::string id, std::vector<std::string> needs = {}) {
  Clause made;
  made.id = std::move(id);
  made.needs = std::move(needs);
  return made;
}

class RunPlanTest : public testing::Test {
 protected:
  RunPlanTest() {
    profile_.name = "small";
    profile_.offers.web = true;
    profile_.offers.ftp = true;
    target_.file = "target.toml";
    target_.ftp.login = "someone";
    target_.vantage_points = {VantagePoint{.name = "here"}};
  }

  RunPlan plan(const std::vector<const Scenario*>& scenarios) const {
    return make_plan(scenarios, catalogue_, profile_, target_, options_);
  }
  static std::vector<std::string> ids(const RunPlan& plan) {
    std::vector<std::string> found;
    for (const Scenario* scenario : plan.to_run) found.emplace_back(scenario->id);
    return found;
  }

  ClauseCatalogue catalogue_{
      {}, {}, {clause("WEB-MAP-1", {"web"}), clause("CGI-1", {"cgi"}), clause("FTP-1")}};
  Profile profile_;
  Target target_;
  PlanOptions options_;
  const Scenario map_{.id = "web.map.shows", .clauses = {"WEB-MAP-1"}, .purpose = "p", .run = body};
  const Scenario slow_{
      .id = "ftp.big.file", .clauses = {"FTP-1"}, .purpose = "p", .tier = Tier::slow, .run = body};
  const Scenario smoke_{
      .id = "ftp.greets", .clauses = {"FTP-1"}, .purpose = "p", .tier = Tier::smoke, .run = body};
};

TEST_F(RunPlanTest, RunsWhatIsAllowedAndTellsWhatIsNot) {
  const Scenario destructive{.id = "ftp.lock.out",
                             .clauses = {"FTP-1"},
                             .purpose = "p",
                             .consent = Consent::destructive,
                             .run = body};
  const Scenario program{.id = "cgi.runs", .clauses = {"CGI-1"}, .purpose = "p", .run = body};
  const Scenario two_places{
      .id = "ftp.two.places", .clauses = {"FTP-1"}, .purpose = "p", .vantage_points = 2, .run = body};
  const RunPlan made = plan({&map_, &slow_, &destructive, &program, &two_places, &smoke_});
  EXPECT_THAT(ids(made), ElementsAre("web.map.shows", "ftp.greets"));
  ASSERT_THAT(made.not_to_run, SizeIs(4));
  EXPECT_EQ(made.not_to_run[0].verdict, Verdict::not_run);
  EXPECT_THAT(made.not_to_run[0].message, HasSubstr("--tier slow"));
  EXPECT_THAT(made.not_to_run[1].message, HasSubstr("the target allows no more than reversible"));
  EXPECT_EQ(made.not_to_run[2].verdict, Verdict::not_applicable);
  EXPECT_THAT(made.not_to_run[2].message, HasSubstr("does not offer cgi"));
  EXPECT_THAT(made.not_to_run[3].message, HasSubstr("needs 2 vantage points, and the target has 1"));
}

TEST_F(RunPlanTest, WhatNeedsTheOperatorIsRunWhereItsCommandIsNamed) {
  const Scenario rotates{.id = "log.rotates",
                         .clauses = {"FTP-1"},
                         .purpose = "p",
                         .hooks = {"set_clock", "delete_log"},
                         .run = body};
  target_.hooks = {{"set_clock", {"ctl", "{time}"}}};
  const RunPlan without = plan({&rotates});
  ASSERT_THAT(without.not_to_run, SizeIs(1));
  EXPECT_EQ(without.not_to_run[0].verdict, Verdict::not_run);
  EXPECT_THAT(without.not_to_run[0].message, HasSubstr("the operator's command delete_log"));
  target_.hooks["delete_log"] = {"ctl"};
  EXPECT_THAT(ids(plan({&rotates})), ElementsAre("log.rotates"));
}

TEST_F(RunPlanTest, TheCommandLineMayOnlyLowerTheConsent) {
  options_.consent = Consent::destructive;
  const Scenario destructive{.id = "ftp.lock.out",
                             .clauses = {"FTP-1"},
                             .purpose = "p",
                             .consent = Consent::destructive,
                             .run = body};
  EXPECT_THAT(plan({&destructive}).to_run, IsEmpty()) << "the target does not allow it";
  target_.allowed = Consent::destructive;
  EXPECT_THAT(plan({&destructive}).to_run, SizeIs(1));
  options_.consent = Consent::observe;
  const RunPlan lowered = plan({&destructive, &map_});
  EXPECT_THAT(lowered.to_run, IsEmpty());
  EXPECT_THAT(lowered.not_to_run[0].message, HasSubstr("--consent destructive"));
}

TEST_F(RunPlanTest, WithoutCredentialsNothingThatLogsInIsRun) {
  target_.ftp.login.clear();
  const Scenario logs_in{
      .id = "ftp.logs.in", .clauses = {"FTP-1"}, .purpose = "p", .needs = Need::ftp_login, .run = body};
  EXPECT_THAT(plan({&logs_in}).to_run, IsEmpty());
}

TEST_F(RunPlanTest, WhatNeedsAServiceThatIsNotOfferedDoesNotApply) {
  profile_.offers.ftp = false;
  const Scenario logs_in{
      .id = "ftp.logs.in", .clauses = {"FTP-1"}, .purpose = "p", .needs = Need::ftp_login, .run = body};
  EXPECT_EQ(plan({&logs_in}).not_to_run.at(0).verdict, Verdict::not_applicable);
}

TEST_F(RunPlanTest, StartsTheLongestFirst) {
  options_.tier = Tier::slow;
  const Scenario holds{.id = "web.root.page",
                       .clauses = {"WEB-MAP-1"},
                       .purpose = "p",
                       .resources = {resource::site_root},
                       .run = body};
  EXPECT_THAT(ids(plan({&smoke_, &map_, &holds, &slow_})),
              ElementsAre("ftp.big.file", "web.root.page", "web.map.shows", "ftp.greets"));
}

TEST_F(RunPlanTest, ShardsMakeAPartition) {
  options_.tier = Tier::slow;
  std::map<std::string, int> times;
  for (std::size_t number = 1; number <= 2; ++number) {
    options_.shard = {number, 2};
    for (const std::string& id : ids(plan({&map_, &slow_, &smoke_}))) ++times[id];
  }
  EXPECT_EQ(times,
            (std::map<std::string, int>{{"web.map.shows", 1}, {"ftp.big.file", 1}, {"ftp.greets", 1}}));
}

TEST_F(RunPlanTest, DescribesAScenarioWithItsPlace) {
  const reports::ScenarioResult result = describe(map_, target_);
  EXPECT_EQ(result.service, "web");
  EXPECT_EQ(result.source_file, "conformance/runner/run_plan_test.cpp");
  EXPECT_GT(result.source_line, 0);
  EXPECT_EQ(result.repeat, "hosting-cts run --target 'target.toml' --select 'web.map.shows'");
}

TEST_F(RunPlanTest, FindsMistakesInTheTables) {
  const Scenario twice{
      .id = "web.map.shows", .clauses = {"WEB-MAP-9"}, .purpose = "p", .hooks = {"rm_log"}, .run = body};
  const Scenario odd{.id = "Web Map", .clauses = {}, .purpose = "p"};
  EXPECT_THAT(table_mistakes({&map_, &slow_}, catalogue_), IsEmpty());
  EXPECT_THAT(table_mistakes({&map_, &twice, &odd}, catalogue_),
              ElementsAre(HasSubstr("twice"), HasSubstr("WEB-MAP-9"), HasSubstr("rm_log"),
                          HasSubstr("malformed"), HasSubstr("no body"), HasSubstr("proves no clause")));
}

TEST_F(RunPlanTest, FindsWhoGoesByAClockThatOthersMayMove) {
  const Scenario moves{
      .id = "a.moves", .clauses = {"FTP-1"}, .purpose = "p", .hooks = {"set_clock"}, .run = body};
  const Scenario logs_in{
      .id = "a.logs_in", .clauses = {"FTP-1"}, .purpose = "p", .needs = Need::members, .run = body};
  EXPECT_TRUE(moves_clock(moves));
  EXPECT_FALSE(moves_clock(logs_in));
  EXPECT_THAT(table_mistakes({&moves, &logs_in}, catalogue_),
              ElementsAre(HasSubstr("a.moves goes by"), HasSubstr("a.logs_in goes by")));
  Scenario holds = moves;
  holds.resources = {resource::clock};
  EXPECT_THAT(table_mistakes({&holds}, catalogue_), IsEmpty());
}

TEST(Shard, IsTakenFromTheEnvironment) {
  std::map<std::string, std::string> set;
  const auto shard = [&set] {
    return shard_of_environment([&set](const char* name) { return set.contains(name) ? set.at(name) : ""; });
  };
  EXPECT_EQ(shard(), "");
  set = {{"JOB_COMPLETION_INDEX", "4"}};  // of one job for each target, say
  EXPECT_EQ(shard(), "");
  set["HOSTING_CTS_SHARDS"] = "5";
  EXPECT_EQ(shard(), "5/5");
  set = {{"TEST_TOTAL_SHARDS", "3"}, {"TEST_SHARD_INDEX", "0"}};
  EXPECT_EQ(shard(), "1/3");
  set = {{"GTEST_TOTAL_SHARDS", "2"}, {"GTEST_SHARD_INDEX", "1"}};
  EXPECT_EQ(shard(), "2/2");
  for (const char* wrong : {"", "2", "-1", "x", "0x1"}) {
    set["GTEST_SHARD_INDEX"] = wrong;
    EXPECT_FALSE(reports::parse_shard(shard())) << wrong;
  }
}

}  // namespace
}  // namespace cts
