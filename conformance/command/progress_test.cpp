#include "command/progress.h"

#include <cstdlib>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace cts {
namespace {

using reports::ScenarioResult;
using reports::Verdict;
using testing::HasSubstr;
using testing::Not;

const Scenario first{.id = "web.index.first", .clauses = {"WEB-INDEX-1"}, .purpose = "p"};
const Scenario login{.id = "ftp.login", .clauses = {"FTP-LOGIN-1"}, .purpose = "p"};

ScenarioResult result(const Scenario& scenario, Verdict verdict, std::string message = "") {
  ScenarioResult made;
  made.id = scenario.id;
  made.clauses.assign(scenario.clauses.begin(), scenario.clauses.end());
  made.verdict = verdict;
  made.message = std::move(message);
  return made;
}

std::string printed(Progress::Style style, const std::vector<ScenarioResult>& results) {
  char* text = nullptr;
  std::size_t size = 0;
  std::FILE* out = ::open_memstream(&text, &size);
  {
    Progress progress(out, style, {&first, &login}, RemainingTime({}, 1), [] { return reports::Seconds{5}; });
    progress.begin({&first, &login});
    for (const ScenarioResult& one : results) {
      progress.started(first);
      progress.finished(one);
    }
    progress.end();
  }
  std::fclose(out);
  std::string copy(text, size);
  std::free(text);
  return copy;
}

TEST(Progress, InAPipeIsOnePlainLinePerScenario) {
  const std::string text =
      printed({}, {result(first, Verdict::pass), result(login, Verdict::fail, "two\nlines\x1b[2J")});
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 2);
  EXPECT_THAT(text, Not(HasSubstr("\r")));
  EXPECT_THAT(text, Not(HasSubstr("\x1b")));
  EXPECT_THAT(text, HasSubstr("web.index.first"));
  EXPECT_THAT(text, HasSubstr("two"));
}

TEST(Progress, OnATerminalShowsWhatIsLeftAndKeepsWhatFailed) {
  const std::string text = printed({.terminal = true, .colour = false, .width = 100},
                                   {result(first, Verdict::pass), result(login, Verdict::fail, "why")});
  EXPECT_THAT(text, HasSubstr("\r1 of 2, 1 to go, about 10 s left  web.index.first"));
  EXPECT_THAT(text, HasSubstr("FTP-LOGIN-1"));
  EXPECT_THAT(text, Not(HasSubstr("WEB-INDEX-1"))) << "a pass leaves no line";
  EXPECT_THAT(text, Not(HasSubstr("\x1b[31m")));
}

TEST(Progress, ColoursOnlyWhenAsked) {
  EXPECT_THAT(
      printed({.terminal = true, .colour = true, .width = 100}, {result(login, Verdict::fail, "why")}),
      HasSubstr("\x1b[31m"));
}

TEST(Progress, SaysNothingWhenItIsToBeQuiet) {
  EXPECT_EQ(printed({.terminal = true, .colour = true, .quiet = true}, {result(login, Verdict::fail, "why")}),
            "");
  EXPECT_EQ(printed({.quiet = true}, {result(login, Verdict::fail, "why")}), "");
}

TEST(Progress, HasNoColoursOrTimesInAPipeWhateverTheEnvironmentSays) {
  ::setenv("TERM", "xterm-256color", 1);  // NOLINT(concurrency-mt-unsafe): one thread
  char* text = nullptr;
  std::size_t size = 0;
  std::FILE* out = ::open_memstream(&text, &size);
  const Progress::Style style = Progress::style_for(out);
  EXPECT_FALSE(style.terminal);
  EXPECT_FALSE(style.colour);
  std::fclose(out);
  std::free(text);
  EXPECT_THAT(printed(style, {result(login, Verdict::fail, "why")}), Not(HasSubstr("left")));
}

TEST(Progress, CountsWhatIsNotRunNotAsDone) {
  EXPECT_THAT(
      printed({.terminal = true, .colour = false, .width = 100}, {result(login, Verdict::not_run, "no")}),
      HasSubstr("\r0 of 2, 2 to go"));
}

}  // namespace
}  // namespace cts
