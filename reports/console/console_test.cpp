#include <set>

#include <gmock/gmock.h>

#include "reports/approved/approval.h"
#include "reports/approved/sample_record.h"
#include "reports/console/console_comparison.h"
#include "reports/console/console_summary.h"
#include "reports/text/safe_text.h"

namespace reports {
namespace {

using testing::ElementsAre;
using testing::EndsWith;

TEST(Console, IsAsApproved) {
  expect_approved("mixed.approved.txt", write_console(mixed_record()));
  expect_approved("passing.approved.txt", write_console(passing_record()));
}

TEST(Console, IsAsApprovedInJapanese) {
  expect_approved("mixed.ja.approved.txt", write_console(mixed_record(), japanese()));
  expect_approved("changes.ja.approved.txt",
                  console_comparison(*mixed_record().comparison, japanese_comparison()));
}

TEST(Console, JapaneseLinesStandInLineOnATerminal) {
  const RunRecord record = mixed_record();
  const ConsoleLayout layout = layout_of(record);
  std::set<std::size_t> ids;
  for (const ScenarioResult& scenario : record.scenarios) {
    const std::string line = console_line(scenario, layout, japanese());
    ids.insert(display_width(line.substr(0, line.find(scenario.id))));
  }
  EXPECT_EQ(ids.size(), 1U);
}

TEST(Console, LinesStandInLine) {
  const RunRecord record = mixed_record();
  const ConsoleLayout layout = layout_of(record);
  std::set<std::size_t> ids;
  std::set<std::size_t> ends;
  for (ScenarioResult scenario : record.scenarios) {
    scenario.message.clear();
    const std::string line = console_line(scenario, layout);
    ids.insert(line.find(scenario.id));
    ends.insert(display_width(line));
  }
  EXPECT_THAT(ids, ElementsAre(18U));
  EXPECT_EQ(ends.size(), 1U);
}

TEST(Console, NothingFromTheTargetSteersTheTerminal) {
  RunRecord record = mixed_record();
  for (ScenarioResult& scenario : record.scenarios) scenario.message = "\x1b]0;owned\a\r\n\xC2\x9B";
  const std::string text = write_console(record);
  for (const char c : text)
    ASSERT_TRUE(c == '\n' || static_cast<unsigned char>(c) >= 0x20U) << static_cast<int>(c);
}

TEST(Console, EndsWithTheConclusion) {
  EXPECT_THAT(write_console(passing_record()), EndsWith("shop.example.test: Conforms. 8 pass (4.21 s)\n"));
}

TEST(ConsoleComparison, IsAsApproved) {
  expect_approved("changes.approved.txt", console_comparison(*mixed_record().comparison));
}

TEST(ConsoleComparison, SaysThatNothingIsDifferent) {
  Comparison none;
  none.same = none.judged_by_both = 8;
  EXPECT_THAT(console_comparison(none), EndsWith("\nNo difference. The same: 8\n"));
  EXPECT_THAT(console_comparison({}), testing::HasSubstr("no scenario in common"));
}

}  // namespace
}  // namespace reports
