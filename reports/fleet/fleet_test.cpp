#include <gmock/gmock.h>
#include <pugixml.hpp>

#include "reports/approved/approval.h"
#include "reports/approved/sample_record.h"
#include "reports/fleet/fleet_merge.h"
#include "reports/fleet/fleet_text.h"
#include "reports/fleet/fleet_writers.h"
#include "reports/record/derive.h"

namespace reports {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

RunRecord failing(RunRecord record, const std::string& scenario_id, const std::string& message) {
  for (ScenarioResult& scenario : record.scenarios) {
    if (scenario.id != scenario_id) continue;
    scenario.verdict = Verdict::fail;
    scenario.message = message;
  }
  complete_record(record);
  return record;
}

FleetHost host(const std::string& key, std::optional<RunRecord> run, int exit_code) {
  FleetHost made{.key = key, .target_file = "targets/" + key + ".toml", .exit_code = exit_code};
  if (run) {
    run->target.name = key;
    run->run_id = "run-" + key;
    made.run = slim(std::move(*run));
  }
  return made;
}

/// Two that conform, two that fail alike, of which one fails more, one of which everything is wrong, and a
/// bad file.
FleetRecord sample_fleet() {
  FleetRecord fleet;
  const RunRecord good = passing_record();
  RunRecord upgraded = failing(good, "ftp.login.refuses_others", "230 instead of 530 <script>");
  upgraded.fingerprint.traits[1].values = {"220 ProFTPD 1.3.9 ready."};
  fleet.hosts.push_back(host("alpha", good, 0));
  fleet.hosts.push_back(host("beta", upgraded, 1));
  fleet.hosts.push_back(host("delta", failing(upgraded, "web.index.none_is_404", "200 instead of 404"), 1));
  fleet.hosts.push_back(host("gamma", mixed_record(), 70));
  fleet.hosts.push_back(host("日本 & <b>", good, 0));
  FleetHost bad = host("wrong", std::nullopt, 78);
  bad.problem = "targets/wrong.toml:3:1: unknown key \"nmae\"\x1b[31m";
  fleet.hosts.push_back(bad);
  fleet.tool.version = good.tool.version;
  fleet.started_at = good.started_at;
  fleet.ended_at = good.ended_at + std::chrono::minutes(3);
  fleet.exit_code = 70;
  fleet.options = {{"hosts-at-once", "4"}};
  for (const FleetHost& each : fleet.hosts) fleet.all_hosts.push_back(each.key);
  return fleet;
}

TEST(Fleet, IsAsApproved) {
  const FleetRecord fleet = sample_fleet();
  expect_approved("fleet.approved.json", write_fleet_json(fleet));
  expect_approved("fleet.approved.html", write_fleet_html(fleet));
  expect_approved("fleet.approved.md", write_fleet_markdown(fleet));
  expect_approved("fleet-strict.approved.junit.xml", write_fleet_junit(fleet, JunitDialect::strict, "out"));
  expect_approved("fleet.approved.txt", fleet_console(fleet));
}

TEST(Fleet, CountsHostsByWhatTheyComeTo) {
  const FleetRecord fleet = sample_fleet();
  EXPECT_EQ(count(fleet, HostState::conforms), 2U);
  EXPECT_EQ(count(fleet, HostState::does_not_conform), 2U);
  EXPECT_EQ(count(fleet, HostState::not_judged), 2U) << "a fault of ours judges nothing";
  EXPECT_EQ(fleet_headline(fleet, english_fleet()), "2 of 6 hosts conform");
  EXPECT_EQ(fleet_headline(fleet, japanese_fleet()), "6 台中 2 台が適合");
  EXPECT_EQ(worst_first(fleet).back()->key, "日本 & <b>");
}

TEST(Fleet, DrawsTogetherWhatIsWrongOnTheSameHosts) {
  FleetRecord fleet = sample_fleet();
  std::erase_if(fleet.hosts, [](const FleetHost& each) { return each.key == "gamma"; });
  const auto shared = shared_failures(fleet);
  ASSERT_THAT(shared, SizeIs(1));
  EXPECT_THAT(shared[0].hosts, ElementsAre("beta", "delta"));
  EXPECT_THAT(shared[0].scenarios, ElementsAre("ftp.login.refuses_others"));
  EXPECT_THAT(shared[0].theirs_alone, ElementsAre(std::pair("ftp greeting", "220 ProFTPD 1.3.9 ready.")));
}

TEST(Fleet, SaysNothingOfSoftwareWhereAllHostsHaveTheFailure) {
  FleetRecord fleet = sample_fleet();
  std::erase_if(fleet.hosts, [](const FleetHost& each) { return each.key != "beta" && each.key != "delta"; });
  EXPECT_THAT(shared_failures(fleet).at(0).theirs_alone, IsEmpty());
}

TEST(Fleet, KeepsWhatHostsSayFromBecomingMarkup) {
  const std::string page = write_fleet_html(sample_fleet());
  EXPECT_EQ(page.find('\x1b'), std::string::npos);
  EXPECT_THAT(page, Not(HasSubstr("530 <script>")));
  EXPECT_THAT(page, HasSubstr("href=\"./%E6%97%A5%E6%9C%AC%20%26%20%3Cb%3E/report.html\""));
  for (const char* reference : {"src=", "href=\"http", "url(", "@import", "<link"})
    EXPECT_THAT(page, Not(HasSubstr(reference)));
}

TEST(Fleet, HasASuiteForEachHostInJunit) {
  pugi::xml_document document;
  ASSERT_TRUE(document.load_string(write_fleet_junit(sample_fleet(), JunitDialect::rich, "out").c_str()));
  std::vector<std::string> suites;
  for (const auto& suite : document.child("testsuites").children("testsuite"))
    suites.emplace_back(suite.attribute("name").value());
  EXPECT_THAT(suites, ElementsAre("alpha", "beta", "delta", "gamma", "日本 & <b>", "wrong"));
  const auto wrong = document.child("testsuites").last_child();
  EXPECT_STREQ(wrong.attribute("errors").value(), "1");
  EXPECT_THAT(wrong.child("testcase").child("error").attribute("message").value(), HasSubstr("unknown key"));
}

TEST(Fleet, TellsWhatChanged) {
  FleetHost changed = host("x", passing_record(), 1);
  EXPECT_EQ(changes_text(changed, english_fleet()), "not compared");
  Comparison& comparison = changed.run->comparison.emplace();
  EXPECT_EQ(changes_text(changed, english_fleet()), "nothing");
  comparison.scenarios.push_back({.id = "a", .change = Change::new_failure});
  comparison.scenarios.push_back({.id = "b", .change = Change::fixed});
  EXPECT_EQ(changes_text(changed, english_fleet()), "1 new, 1 fixed");
  EXPECT_EQ(changes_text(changed, japanese_fleet()), "1 新規, 1 直った");
}

TEST(FleetJson, IsReadBackButForTheRuns) {
  FleetRecord fleet = sample_fleet();
  fleet.shard = "2/3";
  const auto read = read_fleet_json(write_fleet_json(fleet));
  ASSERT_TRUE(std::holds_alternative<FleetRecord>(read)) << std::get<ReadFailure>(read).reason;
  FleetRecord expected = fleet;
  for (FleetHost& each : expected.hosts) {
    if (each.run) each.run = RunRecord{};
  }
  EXPECT_EQ(std::get<FleetRecord>(read), expected);
}

TEST(FleetJson, RefusesWhatIsNone) {
  for (const char* text : {"", "[]", "{\"fleet_schema_version\": 9}", "{\"schema_version\": 1}"})
    EXPECT_TRUE(std::holds_alternative<ReadFailure>(read_fleet_json(text))) << text;
  EXPECT_TRUE(std::holds_alternative<ReadFailure>(read_fleet_json(std::string(1'000'000, '['))));
}

FleetPart part(const std::string& folder, const std::string& shard, const std::vector<std::string>& keys,
               const std::vector<std::string>& all) {
  FleetPart made{.folder = folder};
  made.fleet.shard = shard;
  made.fleet.all_hosts = all;
  for (const std::string& key : keys) made.fleet.hosts.push_back(host(key, passing_record(), 0));
  return made;
}

std::vector<std::string> reasons(const std::vector<FleetPart>& parts,
                                 const std::vector<std::string>& expected = {}) {
  const auto merged = merge_fleet(parts, expected);
  const auto* failure = std::get_if<MergeFailure>(&merged);
  return failure == nullptr ? std::vector<std::string>() : failure->reasons;
}

TEST(FleetMerge, MakesOneOfAllParts) {
  const auto merged =
      merge_fleet({part("m2", "2/2", {"b"}, {"a", "b"}), part("m1", "1/2", {"a"}, {"a", "b"})}, {"a", "b"});
  const auto* whole = std::get_if<FleetRecord>(&merged);
  ASSERT_NE(whole, nullptr);
  EXPECT_THAT(whole->all_hosts, ElementsAre("a", "b"));
  EXPECT_EQ(whole->shard, "");
}

TEST(FleetMerge, RefusesGapsAndDoubles) {
  EXPECT_THAT(reasons({part("m1", "1/2", {"a"}, {"a", "b"})}),
              ElementsAre("part 2/2 is missing", "b is missing, of which m1 told"));
  EXPECT_THAT(
      reasons({part("m1", "1/2", {"a"}, {"a"}), part("m1 again", "1/2", {"a"}, {"a"})}),
      ElementsAre("m1 again: part 1/2 is also in m1", "part 2/2 is missing", "m1 again: a is also in m1"));
  EXPECT_THAT(reasons({part("m1", "", {"a"}, {"a"})}, {"a", "c"}),
              ElementsAre("c is missing, of which the target files told"));
  EXPECT_THAT(reasons({part("m1", "1/2", {"a"}, {"a"}), part("m2", "2/3", {"b"}, {"b"})}),
              ElementsAre("m2: a part of 3, but m1 is one of 2"));
  EXPECT_THAT(reasons({}), ElementsAre("there is nothing to merge"));
}

TEST(FleetMerge, RefusesAPartOfAHostAndACopyOfOne) {
  FleetPart shard = part("m1", "", {"a"}, {"a"});
  shard.fleet.hosts[0].run->options.shard = "1/2";
  EXPECT_THAT(reasons({shard}), ElementsAre("m1: a is part 1/2 of a run: merge its parts first"));
  FleetPart copy = part("m2", "", {"b"}, {"b"});
  FleetPart original = part("m1", "", {"a"}, {"a"});
  copy.fleet.hosts[0].run = original.fleet.hosts[0].run;
  EXPECT_THAT(reasons({original, copy}), ElementsAre("m2: b is the same run as a"));
}

}  // namespace
}  // namespace reports
