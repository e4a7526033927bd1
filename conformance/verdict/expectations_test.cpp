#include "verdict/expectations.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reports/record/derive.h"
#include "verdict/exit_code.h"

namespace cts {
namespace {

using reports::Finding;
using reports::RunRecord;
using reports::ScenarioResult;
using reports::Verdict;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr std::chrono::year_month_day today =
    std::chrono::year(2027) / std::chrono::January / std::chrono::day(15);

const std::vector<KnownScenario> known{{"log.rotation.kept", {"LOG-2"}},
                                       {"log.rotation.gone", {"LOG-3", "LOG-2"}},
                                       {"web.index.first", {"WEB-INDEX-1"}}};

ScenarioResult scenario(const std::string& id, Verdict verdict,
                        const std::vector<std::string>& failures = {}) {
  ScenarioResult result;
  result.id = id;
  for (const KnownScenario& one : known)
    if (one.id == id) result.clauses = one.clauses;
  result.verdict = verdict;
  result.findings.push_back(
      {.clause = result.clauses.front(), .requirement = "something else", .passed = true});
  for (const std::string& failure : failures)
    result.findings.push_back(
        {.clause = result.clauses.front(), .requirement = failure, .expected = "a", .actual = "b"});
  return result;
}

std::string entry(const std::string& subject, const std::string& message,
                  const std::string& expires = "2027-12-31") {
  return "[[expectation]]\n" + subject + "\nmessage = " + message +
         "\nwhy = \"it cannot\"\nlink = \"https://issues.example/1\"\nexpires = " + expires + "\n";
}

Expectations read(const std::string& text) {
  const auto read = read_expectations("version = 1\n" + text, "known.toml");
  EXPECT_THAT(text_of(read.errors), IsEmpty());
  return read ? *read : Expectations{};
}

RunRecord concluded(const std::string& text, std::vector<ScenarioResult> results) {
  RunRecord record;
  record.run_id = "abcd1234";
  record.scenarios = std::move(results);
  ExpectationBook(read(text), known, today).conclude(record);
  return record;
}

const std::string kept = R"(scenario = "log.rotation.kept")";
const std::string dropped_lines = R"("the log is dropped")";

TEST(Expectations, FailureThatIsListedIsExpected) {
  const RunRecord record = concluded(entry(kept, dropped_lines),
                                     {scenario("log.rotation.kept", Verdict::fail, {"the log is dropped"}),
                                      scenario("web.index.first", Verdict::pass)});
  EXPECT_EQ(record.scenarios[0].verdict, Verdict::expected_failure);
  EXPECT_THAT(record.scenarios[0].expectation,
              testing::AllOf(HasSubstr("it cannot"), HasSubstr("issues.example"), HasSubstr("2027-12-31")));
  EXPECT_THAT(record.stale_expectations, IsEmpty());
  EXPECT_EQ(exit_code_of(record), ExitCode::conforms);
}

TEST(Expectations, OtherMessageStaysAFailure) {
  const RunRecord record = concluded(entry(kept, dropped_lines),
                                     {scenario("log.rotation.kept", Verdict::fail, {"the log is lost"})});
  EXPECT_EQ(record.scenarios[0].verdict, Verdict::fail);
  EXPECT_THAT(record.scenarios[0].expectation, HasSubstr("not this one"));
  EXPECT_EQ(exit_code_of(record), ExitCode::does_not_conform);
}

TEST(Expectations, SecondFailureThatIsNotListedStaysAFailure) {
  const RunRecord record =
      concluded(entry(kept, dropped_lines),
                {scenario("log.rotation.kept", Verdict::fail, {"the log is dropped", "the log is lost"})});
  EXPECT_EQ(record.scenarios[0].verdict, Verdict::fail);
}

TEST(Expectations, PassOfWhatIsListedIsUnexpected) {
  const RunRecord record =
      concluded(entry(kept, dropped_lines), {scenario("log.rotation.kept", Verdict::pass)});
  EXPECT_EQ(record.scenarios[0].verdict, Verdict::unexpected_pass);
  EXPECT_EQ(exit_code_of(record), ExitCode::does_not_conform);
}

TEST(Expectations, ProblemsOfSetUpAreNeverExpected) {
  for (const Verdict verdict :
       {Verdict::inconclusive, Verdict::error, Verdict::not_run, Verdict::not_applicable}) {
    const RunRecord record =
        concluded(entry(kept, dropped_lines), {scenario("log.rotation.kept", verdict, {"the log is dropped"}),
                                               scenario("web.index.first", Verdict::pass)});
    EXPECT_EQ(record.scenarios[0].verdict, verdict);
    EXPECT_THAT(record.stale_expectations, IsEmpty()) << "what was not tried says nothing";
  }
}

TEST(Expectations, OneFailingScenarioIsEnoughForAClause) {
  const std::string text = entry(R"(clause = "LOG-2")", dropped_lines);
  const RunRecord one = concluded(text, {scenario("log.rotation.kept", Verdict::fail, {"the log is dropped"}),
                                         scenario("log.rotation.gone", Verdict::pass)});
  EXPECT_EQ(exit_code_of(one), ExitCode::conforms);
  const RunRecord none = concluded(
      text, {scenario("log.rotation.kept", Verdict::pass), scenario("log.rotation.gone", Verdict::pass)});
  EXPECT_EQ(exit_code_of(none), ExitCode::does_not_conform);
  EXPECT_EQ(none.totals.at(Verdict::unexpected_pass), 2u);
}

TEST(Expectations, ClauseCoversOnlyItsOwnFailures) {
  const RunRecord record = concluded(entry(R"(clause = "LOG-2")", dropped_lines),
                                     {scenario("log.rotation.gone", Verdict::fail, {"the log is dropped"})});
  EXPECT_EQ(record.scenarios[0].verdict, Verdict::fail) << "the failed check is LOG-3's";
}

TEST(Expectations, ExpiredEntryExcusesNothing) {
  const RunRecord record = concluded(entry(kept, dropped_lines, "2027-01-14"),
                                     {scenario("log.rotation.kept", Verdict::fail, {"the log is dropped"})});
  EXPECT_EQ(exit_code_of(record), ExitCode::does_not_conform);
  EXPECT_THAT(record.stale_expectations, ElementsAre(HasSubstr("known.toml:2: log.rotation.kept: its date")));
}

struct Stale {
  std::string name;
  std::string text;
  std::string told;
};
class StaleExpectations : public testing::TestWithParam<Stale> {};

TEST_P(StaleExpectations, AreToldAndCount) {
  const RunRecord record = concluded(GetParam().text, {scenario("web.index.first", Verdict::pass)});
  EXPECT_THAT(record.stale_expectations, ElementsAre(HasSubstr(GetParam().told)));
  EXPECT_EQ(exit_code_of(record), ExitCode::stale_expectations);
}
INSTANTIATE_TEST_SUITE_P(
    All, StaleExpectations,
    testing::Values(Stale{"expired", entry(kept, dropped_lines, "2026-12-31"), "its date has passed"},
                    Stale{"unknown_scenario", entry(R"(scenario = "log.rotation.none")", dropped_lines),
                          "nothing that there is"},
                    Stale{"unknown_clause", entry(R"(clause = "LOG-99")", dropped_lines),
                          "nothing that there is"},
                    Stale{"everything", entry(R"(scenario = "*")", dropped_lines), "too wide"},
                    Stale{"whole_service", entry(R"(scenario = "log.*")", dropped_lines), "too wide"},
                    Stale{"any_message", entry(kept, R"("*")"), "too wide"},
                    Stale{"almost_any_message", entry(kept, R"("*log*")"), "too wide"}),
    [](const auto& one) { return one.param.name; });

TEST(Expectations, MessageThatComesNoMoreIsStale) {
  const RunRecord record = concluded(entry(kept, R"(["the log is dropped", "the log is burnt"])"),
                                     {scenario("log.rotation.kept", Verdict::fail, {"the log is dropped"})});
  EXPECT_THAT(record.stale_expectations, ElementsAre(HasSubstr("the log is burnt")));
  EXPECT_EQ(exit_code_of(record), ExitCode::stale_expectations);
}

TEST(Expectations, PatternsCoverAChapter) {
  const std::string text = entry(R"(scenario = "log.rotation.*")", R"("the log * is dropped")");
  const RunRecord record =
      concluded(text, {scenario("log.rotation.kept", Verdict::fail, {"the log x1 is dropped"}),
                       scenario("log.rotation.gone", Verdict::fail, {"the log x2 is dropped"})});
  EXPECT_EQ(exit_code_of(record), ExitCode::conforms);
}

TEST(Expectations, MistakesOfTheFileAreTold) {
  const auto read = read_expectations(
      "version = 1\n[[expectation]]\nscenario = \"a.b.c\"\nclause = \"A-1\"\nmessage = 3\nwhy = \"\"\n",
      "f.toml");
  EXPECT_FALSE(read.ok());
  const std::string told = text_of(read.errors);
  for (const char* part : {"either a scenario or a clause", "message", "why", "link", "expires"})
    EXPECT_THAT(told, HasSubstr(part));
}

// The rewriting.

std::string updated(const std::string& text, std::vector<ScenarioResult> results) {
  RunRecord record;
  record.run_id = "abcd1234";
  record.scenarios = std::move(results);
  const ExpectationBook book(read(text), known, today);
  book.conclude(record);
  return rewritten("version = 1\n" + text, book, record, today);
}

TEST(RewrittenExpectations, StayAsTheyAreWhenAllIsAsExpected) {
  const std::string text = "# Of the old server.\n\n# Dropped on purpose.\n" + entry(kept, dropped_lines);
  EXPECT_EQ(updated(text, {scenario("log.rotation.kept", Verdict::fail, {"the log is dropped"})}),
            "version = 1\n" + text);
}

TEST(RewrittenExpectations, LoseWhatPassesAndItsComment) {
  const std::string other = "# Another.\n" + entry(R"(scenario = "log.rotation.gone")", dropped_lines);
  const std::string text =
      "# Of the old server.\n\n# Dropped on purpose.\n" + entry(kept, dropped_lines) + "\n" + other;
  const std::string now =
      updated(text, {scenario("log.rotation.kept", Verdict::pass),
                     scenario("log.rotation.gone", Verdict::fail, {"the log is dropped"})});
  EXPECT_THAT(now, testing::AllOf(HasSubstr("# Of the old server."), HasSubstr(other),
                                  Not(HasSubstr("on purpose")), Not(HasSubstr("rotation.kept"))));
}

TEST(RewrittenExpectations, TakeChangedMessagesAndNewFailures) {
  const std::string text = entry(kept, "[\n  \"the log is dropped\",\n]");
  const std::string now = updated(
      text, {scenario("log.rotation.kept", Verdict::fail, {"the log abcd1234-x-1 is lost", "a \"second\""}),
             scenario("web.index.first", Verdict::fail, {"the first is shown"})});
  EXPECT_THAT(
      now,
      HasSubstr("message = [\n  \"the log * is lost\",\n  \"a \\\"second\\\"\",\n]\nwhy = \"it cannot\""));
  EXPECT_THAT(
      now, HasSubstr(
               "scenario = \"web.index.first\"\nmessage = \"the first is shown\"\nwhy = \"not judged yet\""));
  EXPECT_THAT(now, HasSubstr("expires = 2027-02-14"));
  EXPECT_TRUE(read_expectations(now, "known.toml").ok());
}

TEST(RewrittenExpectations, KeepWhatWasNotTried) {
  const std::string text = entry(kept, dropped_lines);
  EXPECT_EQ(updated(text, {scenario("log.rotation.kept", Verdict::inconclusive)}), "version = 1\n" + text);
}

}  // namespace
}  // namespace cts
