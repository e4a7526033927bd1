#include <array>
#include <bit>

#include <gmock/gmock.h>

#include "reports/approved/approval.h"
#include "reports/approved/sample_record.h"
#include "reports/html/html_writer.h"
#include "reports/html/markup.h"
#include "reports/record/derive.h"
#include "reports/text/fleet_phrases.h"
#include "reports/text/phrases.h"
#include "reports/text/safe_text.h"

namespace reports {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(Markup, EscapesTextAndAttributes) {
  Markup page;
  page.leaf("td", "<b>\"&'\x1b", {{"title", "\"><script>"}});
  EXPECT_EQ(page.html(), "<td title=\"&quot;&gt;&lt;script&gt;\">&lt;b&gt;&quot;&amp;&#39;\\x1b</td>");
}

TEST(Html, IsAsApproved) {
  expect_approved("mixed.approved.html", write_html(mixed_record()));
  expect_approved("passing.approved.html", write_html(passing_record()));
}

std::size_t count_of(std::string_view text, std::string_view part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1)) ++count;
  return count;
}

TEST(Html, KeepsWhatATargetSaidFromBecomingMarkup) {
  const std::string page = write_html(mixed_record());
  EXPECT_EQ(count_of(page, "<script"), 1U);
  EXPECT_THAT(page, HasSubstr("&lt;script&gt;alert(&#39;listing&#39;)"));
  EXPECT_EQ(page.find('\x1b'), std::string::npos);
}

TEST(Html, NeedsNothingFromElsewhere) {
  const std::string page = write_html(mixed_record());
  for (const char* reference : {"src=", "href=\"http", "url(", "@import", "<link"}) {
    EXPECT_THAT(page, Not(HasSubstr(reference)));
  }
}

TEST(Html, SaysFirstWhetherTheTargetConforms) {
  RunRecord record = passing_record();
  EXPECT_THAT(write_html(record), HasSubstr("<span lang=\"en\">Conforms</span>"));
  record.scenarios[0].verdict = Verdict::fail;
  complete_record(record);
  EXPECT_THAT(write_html(record), HasSubstr("<span lang=\"ja\">不適合</span>"));
}

TEST(Html, PutsRootCausesBeforeFailuresBeforeClauses) {
  const std::string page = write_html(mixed_record());
  EXPECT_LT(page.find("id=\"root-causes\""), page.find("id=\"failures\""));
  EXPECT_LT(page.find("id=\"failures\""), page.find("id=\"clauses\""));
}

/// How many links within the page there are; fails for each that leads nowhere.
int count_links(const std::string& page) {
  const std::string_view start = "href=\"#";
  int links = 0;
  for (std::size_t at = page.find(start); at != std::string::npos; at = page.find(start, at + 1), ++links) {
    const std::size_t begin = at + start.size();
    const std::string name = page.substr(begin, page.find('"', begin) - begin);
    EXPECT_THAT(page, HasSubstr("id=\"" + name + "\""));
  }
  return links;
}

TEST(Html, EveryLinkHasItsTarget) {
  EXPECT_GT(count_links(write_html(mixed_record())), 5);
}

TEST(Html, SaysEverythingOfItsOwnInJapaneseToo) {
  const std::string page = write_html(mixed_record());
  EXPECT_EQ(count_of(page, "lang=\"en\""), count_of(page, "lang=\"ja\""));
  EXPECT_THAT(page, HasSubstr("<span lang=\"ja\">根本原因</span>"));
  EXPECT_THAT(page, HasSubstr("<span lang=\"ja\">新しい不適合</span>"));
  EXPECT_THAT(page, HasSubstr("なければ404。"));
}

/// Phrases are string_views and nothing else.
template <typename Table>
void expect_complete(const Table& table) {
  const auto words =
      std::bit_cast<std::array<std::string_view, sizeof(Table) / sizeof(std::string_view)>>(table);
  for (std::size_t i = 0; i < words.size(); ++i) EXPECT_NE(words.at(i), "") << "phrase " << i;
}

TEST(Phrases, NoneIsMissingInEitherLanguage) {
  expect_complete(english());
  expect_complete(japanese());
  expect_complete(english_comparison());
  expect_complete(japanese_comparison());
  expect_complete(english_fleet());
  expect_complete(japanese_fleet());
}

TEST(Html, HasAPageOfWhatChangedAlone) {
  const std::string page = write_html(*mixed_record().comparison);
  EXPECT_THAT(page,
              HasSubstr("<span lang=\"en\">New failures</span><span lang=\"ja\">新しい不適合</span></h1>"));
  EXPECT_THAT(page, HasSubstr("<code>web.index.none_is_404</code>"));
  EXPECT_EQ(count_of(page, "<script"), 1U);
  EXPECT_GT(count_links(page), 3) << "to the sections, and each leads somewhere";
}

TEST(Html, SaysThatNothingWasComparedWhereNothingWas) {
  EXPECT_THAT(write_html(passing_record()), HasSubstr("--baseline"));
  EXPECT_THAT(write_html(mixed_record()), Not(HasSubstr(english().no_baseline)));
}

/// `count` failures, each with a long dialogue of which an early entry was judged.
RunRecord failing_record(std::size_t count, std::size_t entries, const std::string& text) {
  RunRecord record = passing_record();
  ScenarioResult scenario = record.scenarios.back();
  scenario.verdict = Verdict::fail;
  scenario.message = text;
  scenario.findings = {{"WEB-INDEX-7", text, text, text, false, entries / 3, text}};
  scenario.transcript.assign(entries, {Seconds{1}, "http#1", Direction::received, text});
  scenario.transcript.at(entries / 3).text = "what was judged";
  for (std::size_t i = 0; i < count; ++i) {
    scenario.id = "web.index.many_" + std::to_string(i);
    record.scenarios.push_back(scenario);
  }
  complete_record(record);
  return record;
}

constexpr std::size_t two_megabytes = 2'000'000;

TEST(Html, TwoHundredFailuresStayReadable) {
  const std::string page = write_html(failing_record(200, 200, std::string(16'000, 'x')));
  EXPECT_LT(page.size(), two_megabytes);
  EXPECT_EQ(count_of(page, "what was judged"), 200U);
  EXPECT_THAT(page, HasSubstr("entries left out"));
}

TEST(Html, ShowsShortDialoguesWhole) {
  const std::string page = write_html(failing_record(2, 40, "220 ready"));
  EXPECT_THAT(page, Not(HasSubstr("left out")));
}

TEST(Html, ShowsWhatWasJudgedWithoutUnfoldingTheDialogue) {
  const std::string page = write_html(failing_record(2, 40, "220 ready"));
  EXPECT_EQ(count_of(page, "what was judged"), 4U) << "each in an excerpt, and in its dialogue";
  EXPECT_LT(page.find("class=\"transcript excerpt\""),
            page.find("<details><summary><span lang=\"en\">Transcript"));
}

TEST(Html, TellsAlsoOfAFailureThatTheRunWasCutShort) {
  RunRecord record = failing_record(1, 2, "220 ready");
  EXPECT_THAT(write_html(record), Not(HasSubstr("The run ended before its last scenario")));
  record.interrupted = true;
  EXPECT_THAT(write_html(record), HasSubstr("The run ended before its last scenario"));
}

TEST(Html, CutsDownWhatAHostileTargetSays) {
  // All of it takes several bytes when it is escaped; nothing of it is a line.
  std::string hostile;
  while (hostile.size() < (std::size_t{1} << 20U)) hostile += "\"<\x01\xFF\xE2\x80\xAE]]>&\r";
  // 100 MB of dialogue.
  const std::string page = write_html(failing_record(1, 100, hostile));
  EXPECT_LT(page.size(), two_megabytes);
  EXPECT_EQ(page, valid_utf8(page));
  EXPECT_EQ(page.find('\x01'), std::string::npos);
  EXPECT_EQ(count_of(page, "<script"), 1U);
}

TEST(Html, WritesAnEmptyRunToo) {
  RunRecord record;
  complete_record(record);
  const std::string page = write_html(record);
  EXPECT_THAT(page, HasSubstr("Nothing was tested"));
  EXPECT_EQ(count_links(page), 1);
}

}  // namespace
}  // namespace reports
