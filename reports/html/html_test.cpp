#include <gmock/gmock.h>

#include "reports/approved/approval.h"
#include "reports/approved/sample_record.h"
#include "reports/html/html_writer.h"
#include "reports/html/markup.h"
#include "reports/record/derive.h"

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

TEST(Html, KeepsWhatATargetSaidFromBecomingMarkup) {
  const std::string page = write_html(mixed_record());
  EXPECT_THAT(page, Not(HasSubstr("<script")));
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
  EXPECT_THAT(write_html(record), HasSubstr("</span>Conforms</h1>"));
  record.scenarios[0].verdict = Verdict::fail;
  complete_record(record);
  EXPECT_THAT(write_html(record), HasSubstr("</span>Does not conform</h1>"));
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

TEST(Html, WritesAnEmptyRunToo) {
  RunRecord record;
  complete_record(record);
  const std::string page = write_html(record);
  EXPECT_THAT(page, HasSubstr("Nothing was tested"));
  EXPECT_EQ(count_links(page), 1);
}

}  // namespace
}  // namespace reports
