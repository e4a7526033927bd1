// WEB-INDEX-1 … WEB-INDEX-7: what a URL that ends in "/" shows.

#include <algorithm>

#include "check/http_checks.h"
#include "scenario/context.h"
#include "scenario/tables.h"

namespace cts {
namespace {

using testing::AllOf;
using testing::Not;

/// Index name number `first` (from 0) wins over every later one.
void wins_over_later_names(Context& context, std::size_t first) {
  const std::vector<std::string>& names = context.profile().web.index_names;
  if (first >= names.size()) context.not_applicable("the profile has fewer index names");
  // The last name is uploaded first: neither age nor the order in the directory may decide.
  std::string text;
  for (std::size_t i = names.size(); i-- > first;) {
    text = names[i] + " " + context.unique();
    context.place().put(names[i], text);
  }
  context.place().put("another.html", context.unique());
  context.expect(
      names[first] + " is shown for the directory's URL, though every later index name is there too",
      context.web().get(context.place().url_path()), Serves(text));
}

template <std::size_t first>
void wins(Context& context) {
  wins_over_later_names(context, first);
}

void holds_in_subdirectories(Context& context) {
  static constexpr std::string_view clauses[] = {"WEB-INDEX-1", "WEB-INDEX-2", "WEB-INDEX-3",
                                                 "WEB-INDEX-4", "WEB-INDEX-5", "WEB-INDEX-6"};
  const std::vector<std::string>& names = context.profile().web.index_names;
  HttpClient web = context.web();
  context.place().make_directory("sub");
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::string directory = "sub/level" + std::to_string(i) + "/";
    const std::string text = context.unique();
    context.place().make_directory(directory.substr(0, directory.size() - 1));
    context.place().put(directory + names[i], text);
    context.expect_for(clauses[std::min(i, std::size(clauses) - 1)],
                       "in a subdirectory that holds nothing but " + names[i] + ", it is shown",
                       web.get(context.place().url_path(directory)), Serves(text));
  }
}

void none_is_404(Context& context) {
  const std::string text = context.unique();
  context.place().put("price-list.pdf", text);
  context.place().put("main.html", text);
  HttpClient web = context.web();
  context.expect(
      "a directory with files, none of an index name, is answered 404 and shows none of their names",
      web.get(context.place().url_path()), AllOf(Status(404), Not(BodyContains("price-list"))));
  context.expect("its files are served all the same", web.get(context.place().url_path("price-list.pdf")),
                 Serves(text));
}

void empty_directory_is_404(Context& context) {
  const std::string text = context.unique();
  context.place().make_directory("empty");
  context.place().put("beside.html", text);
  HttpClient web = context.web();
  context.expect("an empty directory is answered 404", web.get(context.place().url_path("empty") + "/"),
                 Status(404));
  context.expect("the page beside it is served", web.get(context.place().url_path("beside.html")),
                 Serves(text));
}

const Scenario table[] = {
    {.id = "web.index.index_html_first",
     .clauses = {"WEB-INDEX-1"},
     .purpose = "A directory's URL shows index.html, whatever else is there.",
     .needs = Need::web | Need::ftp_login,
     .tier = Tier::smoke,
     .run = wins<0>},
    {.id = "web.index.index_htm_second",
     .clauses = {"WEB-INDEX-2"},
     .purpose = "Without index.html, index.htm is shown before any later name.",
     .needs = Need::web | Need::ftp_login,
     .run = wins<1>},
    {.id = "web.index.index_shtml_third",
     .clauses = {"WEB-INDEX-3"},
     .purpose = "Without those, index.shtml is shown before any later name.",
     .needs = Need::web | Need::ftp_login,
     .run = wins<2>},
    {.id = "web.index.home_html_fourth",
     .clauses = {"WEB-INDEX-4"},
     .purpose = "Without those, home.html is shown before any later name.",
     .needs = Need::web | Need::ftp_login,
     .run = wins<3>},
    {.id = "web.index.home_shtml_fifth",
     .clauses = {"WEB-INDEX-5"},
     .purpose = "Without those, home.shtml is shown before any later name.",
     .needs = Need::web | Need::ftp_login,
     .run = wins<4>},
    {.id = "web.index.default_html_last",
     .clauses = {"WEB-INDEX-6"},
     .purpose = "Without any other index name, default.html is shown.",
     .needs = Need::web | Need::ftp_login,
     .run = wins<5>},
    {.id = "web.index.holds_in_subdirectories",
     .clauses = {"WEB-INDEX-1", "WEB-INDEX-2", "WEB-INDEX-3", "WEB-INDEX-4", "WEB-INDEX-5", "WEB-INDEX-6"},
     .purpose = "Each index name works in every subdirectory.",
     .needs = Need::web | Need::ftp_login,
     .run = holds_in_subdirectories},
    {.id = "web.index.none_is_404",
     .clauses = {"WEB-INDEX-7"},
     .purpose = "A directory without an index page is not found, and what is in it is not told.",
     .needs = Need::web | Need::ftp_login,
     .run = none_is_404},
    {.id = "web.index.empty_directory_is_404",
     .clauses = {"WEB-INDEX-7"},
     .purpose = "An empty directory is not found.",
     .needs = Need::web | Need::ftp_login,
     .run = empty_directory_is_404},
};

}  // namespace

std::span<const Scenario> index_order_scenarios() {
  return table;
}

}  // namespace cts
