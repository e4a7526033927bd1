#include "reports/compare/compare.h"

#include <gmock/gmock.h>

#include "reports/approved/sample_record.h"
#include "reports/compare/same_reading.h"
#include "reports/record/derive.h"

namespace reports {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

ScenarioResult& scenario_of(RunRecord& record, std::string_view id) {
  for (ScenarioResult& scenario : record.scenarios)
    if (scenario.id == id) return scenario;
  throw std::invalid_argument(std::string(id));
}

const ScenarioChange& change_of(const Comparison& comparison, std::string_view id) {
  for (const ScenarioChange& change : comparison.scenarios)
    if (change.id == id) return change;
  throw std::invalid_argument(std::string(id));
}

/// Whose dialogues tell which replies there were.
RunRecord of_before_replies(RunRecord record) {
  record.replies.clear();
  return record;
}

TEST(Compare, FindsNothingInTheSame) {
  for (const RunRecord& record : {mixed_record(), passing_record()}) {
    const Comparison found = compare(record, record);
    EXPECT_FALSE(differs(found));
    EXPECT_THAT(found.timings, IsEmpty());
    EXPECT_EQ(found.same + count(found, Change::still_failing), record.scenarios.size());
  }
}

TEST(Compare, OverlooksWhatDiffersBetweenAnyTwoRuns) {
  RunRecord before = passing_record();
  RunRecord after = before;
  before.run_id = "aaaabbbb";
  after.run_id = "ccccdddd";
  scenario_of(before, "ftp.mode.chmod").readings = {
      {"place", "/web/cts-aaaabbbb"}, {"stopped", "after 5 s"}, {"clock_layout", "10.18."}};
  scenario_of(after, "ftp.mode.chmod").readings = {
      {"place", "/web/cts-ccccdddd"}, {"stopped", "after 7 s"}, {"clock_layout", "01.33."}};
  scenario_of(after, "ftp.mode.chmod").duration = Seconds{9};
  EXPECT_FALSE(differs(compare(before, after)));
}

TEST(Compare, TellsOtherReadingsOfWhatStillConforms) {
  const RunRecord before = passing_record();
  RunRecord after = before;
  scenario_of(after, "ftp.login.refuses_others").readings = {{"reply to a wrong password", "430"},
                                                             {"delay", "none"}};
  const Comparison found = compare(before, after);
  ASSERT_THAT(found.scenarios, SizeIs(1));
  EXPECT_EQ(found.scenarios[0].change, Change::changed);
  EXPECT_THAT(found.scenarios[0].readings,
              ElementsAre(ReadingChange{"delay", "", "none"},
                          ReadingChange{"reply to a wrong password", "530", "430"}));
}

TEST(Compare, TellsOtherReplyCodesAndGroupsThem) {
  RunRecord before = of_before_replies(passing_record());
  RunRecord after = before;
  const auto dialogue = [](const char* reply) {
    return std::vector<TranscriptEntry>{{Seconds{0}, "ftp#1", Direction::sent, "DELE cts\\r\\n"},
                                        {Seconds{1}, "ftp#1", Direction::received, reply}};
  };
  for (const char* id : {"ftp.mode.chmod", "ftp.directory.climbs_to_root"}) {
    scenario_of(before, id).transcript = dialogue("550 No\\r\\n");
    scenario_of(after, id).transcript = dialogue("553 No\\r\\n");
  }
  scenario_of(after, "host.site_answers").transcript = dialogue("250 only here\\r\\n");
  const Comparison found = compare(before, after);
  EXPECT_EQ(count(found, Change::changed), 2U);
  const auto groups = reply_groups(found);
  ASSERT_THAT(groups, SizeIs(1));
  EXPECT_EQ(groups[0].change, (ReplyChange{"ftp", "DELE", {"550"}, {"553"}}));
  EXPECT_THAT(groups[0].scenarios, ElementsAre("ftp.directory.climbs_to_root", "ftp.mode.chmod"));
}

TEST(Compare, TrustsWhatTheRecordKeepsOfRepliesMoreThanDialogues) {
  const RunRecord before = passing_record();
  RunRecord after = before;
  ASSERT_EQ(before.replies.at(0).scenario, "ftp.login.refuses_others");
  scenario_of(after, "ftp.login.refuses_others").transcript.clear();
  EXPECT_FALSE(differs(compare(before, after)));
  after.replies[0].codes = {"230", "430", "530"};
  EXPECT_FALSE(differs(compare(before, after))) << "a code too many on one side";
  after.replies[0].codes = {"230", "430"};
  const Comparison found = compare(before, after);
  ASSERT_THAT(found.scenarios, SizeIs(1));
  EXPECT_THAT(found.scenarios[0].replies,
              ElementsAre(ReplyChange{"ftp", "PASS", {"230", "530"}, {"230", "430"}}));
}

TEST(Compare, OverlooksThatOneRunHadToAskTwice) {
  RunRecord before = of_before_replies(passing_record());
  RunRecord after = before;
  const auto dialogue = [](std::initializer_list<const char*> replies) {
    std::vector<TranscriptEntry> entries;
    for (const char* reply : replies) {
      entries.push_back({Seconds{0}, "ftp#1", Direction::sent, "RETR log\\r\\n"});
      entries.push_back({Seconds{0}, "ftp#1", Direction::received, reply});
    }
    return entries;
  };
  scenario_of(before, "log.access_appears").transcript = dialogue({"226 Here\\r\\n"});
  scenario_of(after, "log.access_appears").transcript = dialogue({"550 Not yet\\r\\n", "226 Here\\r\\n"});
  EXPECT_FALSE(differs(compare(before, after)));
  EXPECT_FALSE(differs(compare(after, before)));
}

TEST(Compare, OverlooksWhatWasThereInOneRunOnly) {
  RunRecord before = of_before_replies(passing_record());
  RunRecord after = before;
  const auto dialogue = [](const char* command, const char* reply) {
    return std::vector<TranscriptEntry>{{Seconds{0}, "ftp#1", Direction::sent, command},
                                        {Seconds{1}, "ftp#1", Direction::received, reply}};
  };
  scenario_of(before, "log.access_appears").transcript = dialogue("SIZE log\\r\\n", "550 No\\r\\n");
  scenario_of(after, "log.access_appears").transcript = dialogue("SIZE log\\r\\n", "213 12\\r\\n");
  EXPECT_FALSE(differs(compare(before, after)));
  scenario_of(before, "log.access_appears").transcript = dialogue("HELP\\r\\n", "214 Help\\r\\n");
  scenario_of(after, "log.access_appears").transcript = dialogue("HELP\\r\\n", "502 No\\r\\n");
  EXPECT_TRUE(differs(compare(before, after)));
}

TEST(Compare, PutsWhatBrokeFirst) {
  RunRecord before = passing_record();
  RunRecord after = before;
  scenario_of(before, "log.access_appears").verdict = Verdict::fail;
  scenario_of(after, "web.index.none_is_404").verdict = Verdict::fail;
  scenario_of(after, "web.index.none_is_404").message = "a listing";
  scenario_of(after, "host.site_answers").verdict = Verdict::inconclusive;
  std::erase_if(after.scenarios, [](const ScenarioResult& each) { return each.id == "ftp.mode.chmod"; });
  complete_record(after);
  const Comparison found = compare(before, after);
  std::vector<Change> changes;
  for (const ScenarioChange& each : found.scenarios) changes.push_back(each.change);
  EXPECT_THAT(changes, ElementsAre(Change::new_failure, Change::lost_sight, Change::fixed, Change::gone));
  EXPECT_EQ(change_of(found, "web.index.none_is_404").message_after, "a listing");
}

TEST(Compare, TellsWhatMakesRunsLessComparable) {
  RunRecord before = passing_record();
  RunRecord after = before;
  after.target.profile = "mine.toml";
  after.options.select = {"WEB-*"};
  after.interrupted = true;
  after.tool.version = "9";
  after.clauses[0].promise_en += " Always.";
  after.clauses.pop_back();
  after.target.addresses["ftp"] = "elsewhere:21";
  std::vector<std::string> what;
  for (const TermChange& term : compare(before, after).terms) what.push_back(term.what);
  EXPECT_THAT(what, ElementsAre("profile", "selection", "run", "suite", "clauses", "address of ftp"));
}

TEST(Compare, NamesTheServiceThatAnswersNoMore) {
  const RunRecord before = passing_record();
  RunRecord after = before;
  after.interconnection[0].ok = false;
  after.interconnection[0].message = "connection refused";
  after.interconnection[1].ok = false;
  after.interconnection[1].tried = false;
  EXPECT_THAT(compare(before, after).steps,
              ElementsAre(StepChange{after.interconnection[0].id, true, false, "connection refused"}));
}

TEST(Compare, TellsOtherTraitsOfServicesThatBothLookedAt) {
  RunRecord before = passing_record();
  RunRecord after = before;
  before.fingerprint = {
      {"ftp", "smtp"}, {{"ftp", "greeting", {"220 ProFTPD 1.3.7"}}, {"smtp", "EHLO", {"SIZE", "VRFY"}}}, {}};
  after.fingerprint = {
      {"ftp", "pop"},
      {{"ftp", "FEAT", {"MLST"}}, {"ftp", "greeting", {"220 ProFTPD 1.3.8"}}, {"pop", "CAPA", {"TOP"}}},
      {}};
  const Comparison found = compare(before, after);
  EXPECT_THAT(found.traits,
              ElementsAre(TraitChange{"ftp", "FEAT", {}, {"MLST"}},
                          TraitChange{"ftp", "greeting", {"220 ProFTPD 1.3.7"}, {"220 ProFTPD 1.3.8"}}));
  EXPECT_THAT(found.services_not_compared, ElementsAre("pop", "smtp"));
}

TEST(Compare, CountsATimeAsChangedOnlyBeyondAWideRatio) {
  RunRecord before = passing_record();
  RunRecord after = before;
  before.fingerprint.timings = {{"ftp", "LIST", Seconds{0.01}, 9},
                                {"ftp", "PASS", Seconds{0.1}, 9},
                                {"http", "GET", Seconds{0.001}, 99},
                                {"smtp", "RCPT", Seconds{0.1}, 2}};
  after.fingerprint.timings = {{"ftp", "LIST", Seconds{0.02}, 9},
                               {"ftp", "PASS", Seconds{2.5}, 9},
                               {"http", "GET", Seconds{0.1}, 99},
                               {"smtp", "RCPT", Seconds{9}, 2}};
  const Comparison found = compare(before, after);
  EXPECT_THAT(found.timings, ElementsAre(TimingChange{"ftp", "PASS", Seconds{0.1}, Seconds{2.5}}));
  EXPECT_FALSE(differs(found));
}

TEST(SameReading, AllowsForSomeSeconds) {
  EXPECT_TRUE(same_reading("stopped after 5 s", "stopped after 6.4 s"));
  EXPECT_TRUE(same_reading("stopped after 300 s", "stopped after 340 s"));
  EXPECT_FALSE(same_reading("stopped after 5 s", "stopped after 300 s"));
  EXPECT_FALSE(same_reading("stopped after 5 s", "goes on after 5 s"));
  EXPECT_FALSE(same_reading("40 of 40", "40 of 41"));
  EXPECT_FALSE(same_reading("5 spaces", "6 spaces"));
  EXPECT_FALSE(same_reading("PHP 8.2.36", "PHP 8.2.37"));
  EXPECT_FALSE(same_reading("PHP 8.2", "PHP 8.3"));
}

TEST(SameReading, AllowsForALetterMoreInTheSizeOfAMessage) {
  EXPECT_TRUE(same_reading("message size 40190 exceeds size limit 20000",
                           "message size 40191 exceeds size limit 20000"));
  EXPECT_FALSE(same_reading("message size 40190 exceeds 20000", "message size 40190 exceeds 10000"));
  EXPECT_FALSE(same_reading("1048576", "1048577"));
}

}  // namespace
}  // namespace reports
