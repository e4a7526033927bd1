// WEB-CASE-1: names that differ in case are different names, in URLs and for the index.

#include <algorithm>
#include <cctype>

#include "check/http_checks.h"
#include "scenario/context.h"
#include "scenario/tables.h"
#include "scenario/web/absence.h"

namespace cts {
namespace {

std::string upper_case(std::string text) {
  std::ranges::transform(text, text.begin(),
                         [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return text;
}

std::string capitalised(std::string text) {
  if (!text.empty()) text.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(text.front())));
  return text;
}

void index_names(Context& context) {
  const std::string text = context.unique();
  for (const std::string& name : context.profile().web.index_names) {
    context.place().put(upper_case(name), text);
    context.place().put(capitalised(name), text);
  }
  const std::string& first = context.profile().web.index_names.front();
  HttpClient web = context.web();
  context.expect("no file like " + upper_case(first) + " or " + capitalised(first) + " is shown as the index",
                 web.get(context.place().url_path()), ShowsNothingOf(text));
  context.expect("by its own URL " + upper_case(first) + " is served",
                 web.get(context.place().url_path(upper_case(first))), Serves(text));
  context.expect("the URL of " + first + " does not lead to it", web.get(context.place().url_path(first)),
                 ShowsNothingOf(text));
}

void files_by_url(Context& context) {
  const std::string text = context.unique();
  context.place().put("Page.html", text);
  HttpClient web = context.web();
  context.expect("Page.html is served at its URL", web.get(context.place().url_path("Page.html")),
                 Serves(text));
  for (const std::string_view other : {"page.html", "PAGE.HTML", "Page.HTML"}) {
    context.expect(std::string(other) + " is another name, and not there",
                   web.get(context.place().url_path(other)), ShowsNothingOf(text));
  }
}

void directories_by_url(Context& context) {
  const std::string text = context.unique();
  context.place().make_directory("Album");
  context.place().put("Album/page.html", text);
  HttpClient web = context.web();
  context.expect("Album/page.html is served at its URL", web.get(context.place().url_path("Album/page.html")),
                 Serves(text));
  context.expect("album/page.html is another name, and not there",
                 web.get(context.place().url_path("album/page.html")), ShowsNothingOf(text));
}

const Scenario table[] = {
    {.id = "web.case.index_names",
     .clauses = {"WEB-CASE-1"},
     .purpose = "INDEX.HTML and Index.Html do not stand in for index.html.",
     .needs = Need::web | Need::ftp_login,
     .run = index_names},
    {.id = "web.case.files_by_url",
     .clauses = {"WEB-CASE-1"},
     .purpose = "A file is served only under its name as it is spelled, capitals included.",
     .needs = Need::web | Need::ftp_login,
     .run = files_by_url},
    {.id = "web.case.directories_by_url",
     .clauses = {"WEB-CASE-1"},
     .purpose = "A directory is found only under its name as it is spelled, capitals included.",
     .needs = Need::web | Need::ftp_login,
     .run = directories_by_url},
};

}  // namespace

std::span<const Scenario> web_case_scenarios() {
  return table;
}

}  // namespace cts
