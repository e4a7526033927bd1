#include "scenario/acct/browser.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace cts {
namespace {

using testing::ElementsAre;
using testing::Pair;

TEST(PathOfLink, LeadsWhereABrowserWouldGo) {
  const struct {
    const char* link;
    const char* from;
    const char* to;
  } cases[] = {
      {"/a", "/x/y", "/a"},           {"a", "/x/y", "/x/a"},
      {"../a", "/x/y/z", "/x/a"},     {"./a?b=1", "/x/y", "/x/a?b=1"},
      {"?b=1", "/x/y?c", "/x/y?b=1"}, {"", "/x/y?c", "/x/y?c"},
      {"#top", "/x", "/x"},           {"http://h/a", "/x", "/a"},
      {"https://h", "/x", "/"},       {"//h/a", "/x", ""},
      {"../../a", "/x", "/a"},        {"a?u=http://h/", "/x", "/a?u=http://h/"},
  };
  for (const auto& row : cases)
    EXPECT_EQ(path_of_link(row.link, row.from), row.to) << row.link << " on " << row.from;
}

TEST(ValuesOf, SendsWhatABrowserWould) {
  const HtmlPage page = parse_html(
      "<form method=post><input type=hidden name=t value=1><input name=s><input type=checkbox name=must "
      "value=y "
      "required><input type=checkbox name=may value=y><input type=radio name=r value=1 checked><input "
      "type=radio "
      "name=r value=2><select name=a><option>x<option>y</select><input type=submit name=go value=Go><input "
      "type=submit name=stop value=Stop></form>");
  EXPECT_THAT(values_of(page.forms.at(0), {{"s", "text"}, {"r", "2"}, {"more", "z"}}),
              ElementsAre(Pair("t", "1"), Pair("s", "text"), Pair("must", "y"), Pair("r", "2"),
                          Pair("a", "x"), Pair("go", "Go"), Pair("more", "z")));
}

}  // namespace
}  // namespace cts
