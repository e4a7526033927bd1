#include <gmock/gmock.h>

#include "reports/approved/approval.h"
#include "reports/approved/sample_record.h"
#include "reports/markdown/markdown_parts.h"
#include "reports/markdown/markdown_writer.h"
#include "reports/record/derive.h"

namespace reports {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

TEST(Markdown, IsAsApproved) {
  expect_approved("mixed.approved.md", write_markdown(mixed_record()));
  expect_approved("passing.approved.md", write_markdown(passing_record()));
}

TEST(Markdown, KeepsWhatATargetSaidFromBecomingMarkup) {
  RunRecord record = mixed_record();
  record.root_causes[0].message = "a | b <img src=x> [link](http://x) **bold**\n# heading";
  const std::string text = write_markdown(record);
  EXPECT_THAT(text,
              HasSubstr("a \\| b &lt;img src=x&gt; \\[link\\](http://x) \\*\\*bold\\*\\*\\\\n\\# heading"));
  EXPECT_THAT(text, Not(HasSubstr("<script")));
}

TEST(Markdown, QuotesCommandsThatHoldBackQuotes) {
  RunRecord record = mixed_record();
  for (ScenarioResult& scenario : record.scenarios) scenario.repeat = "echo ``date``";
  EXPECT_THAT(write_markdown(record), HasSubstr("``` echo ``date`` ```"));
}

TEST(Markdown, EndsNoCellWithABarAndNoCodeWithNothing) {
  using markdown::code;
  using markdown::code_cell;
  EXPECT_EQ(code_cell("ftp.login"), "`ftp.login`");
  EXPECT_EQ(code_cell("a|b"), "a\\|b");
  EXPECT_EQ(code_cell("a\\|b"), "a\\\\\\|b");
  EXPECT_EQ(code(""), "` `");
}

TEST(Markdown, StaysShortWhenEverythingFails) {
  RunRecord record = mixed_record();
  const ScenarioResult failing = record.scenarios.back();
  ASSERT_EQ(failing.verdict, Verdict::not_run);
  for (int i = 0; i < 5000; ++i) {
    record.scenarios.push_back(failing);
    record.scenarios.back().verdict = Verdict::fail;
    record.scenarios.back().message = std::string(100'000, 'x');
  }
  complete_record(record);
  EXPECT_LT(write_markdown(record).size(), 200'000U);
}

TEST(Markdown, BeginsWithTheConclusion) {
  EXPECT_THAT(write_markdown(passing_record()),
              StartsWith("## ✅ shop.example.test: Conforms\n\n**8** pass\n"));
}

TEST(MarkdownComparison, IsAsApproved) {
  expect_approved("changes.approved.md", write_markdown(*mixed_record().comparison));
}

}  // namespace
}  // namespace reports
