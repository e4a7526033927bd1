// SSI-1, SSI-2, and the .shtml names of WEB-INDEX: which files have their directives carried out.

#include <algorithm>

#include "check/http_checks.h"
#include "scenario/context.h"
#include "scenario/ssi/page.h"
#include "scenario/tables.h"

namespace cts {
namespace {

// A variable that every server with directives has: which others there are is SSI-3's matter.
const std::string show_url = "<!--#echo var=\"DOCUMENT_URI\" -->";

void carried_out_in_pages(Context& context) {
  HttpClient web = context.web();
  page_extension(context);
  for (const std::string& extension : context.profile().ssi.extensions) {
    const Framed frame(context);
    const std::string name = "page" + extension;
    context.place().put(name, "<!-- a comment -->\n" + frame.around(show_url));
    context.expect("in " + name + " a directive is replaced by what it shows, and the text around it stays",
                   web.get(context.place().url_path(name)),
                   Serves("<!-- a comment -->\n" + frame.around(context.place().url_path(name))));
  }
}

void carried_out_when_posted_to(Context& context) {
  const Framed frame(context);
  const std::string name = "page" + page_extension(context);
  context.place().put(name, frame.around(show_url));
  const std::string url = context.place().url_path(name);
  HttpClient web = context.web();
  context.expect("the page that a form leads to is processed for GET", web.send({.target = url + "?a=1"}),
                 Serves(frame.around(url)));
  const HttpReply posted = web.send({.method = "POST", .target = url, .body = "a=1"});
  context.record("ssi.post", posted.status == 200 && posted.body == frame.around(url)
                                 ? "processed"
                                 : "answered " + std::to_string(posted.status));
}

void left_alone_elsewhere(Context& context) {
  HttpClient web = context.web();
  const auto& extensions = context.profile().ssi.inert_extensions;
  if (extensions.empty()) context.not_applicable("the profile names no page whose directives stay");
  for (const std::string& extension : extensions) {
    const Framed frame(context);
    const std::string name = "page" + extension;
    const std::string text = frame.around(show_url + "<!--#if expr=\"'a' = 'b'\" -->hidden<!--#endif -->");
    context.place().put(name, text);
    context.expect("in " + name + " directives stay as they were written",
                   web.get(context.place().url_path(name)), Serves(text));
  }
}

void indexes_are_processed(Context& context) {
  static constexpr std::string_view clauses[] = {"WEB-INDEX-3", "WEB-INDEX-5"};
  if (!context.profile().offers.ssi) context.not_applicable("the profile offers no SSI");
  HttpClient web = context.web();
  std::size_t count = 0;
  for (const std::string& name : context.profile().web.index_names) {
    if (count == std::size(clauses) || !name.ends_with(page_extension(context))) continue;
    const Framed frame(context);
    const std::string directory = "with-" + std::to_string(count);
    context.place().make_directory(directory);
    context.place().put(directory + "/" + name, frame.around(show_url));
    const std::string url = context.place().url_path(directory) + "/";
    context.expect_for(clauses[count++],
                       name + ", shown for its directory's URL, has its directives carried out", web.get(url),
                       Serves(frame.around(url + name)));
  }
  if (count == 0) context.not_applicable("no index name has the extension of pages with directives");
}

const Scenario table[] = {
    {.id = "ssi.runs.in_pages",
     .clauses = {"SSI-1"},
     .purpose = "Directives in a page with the extension for them are carried out.",
     .needs = Need::web | Need::ftp_login,
     .tier = Tier::smoke,
     .run = carried_out_in_pages},
    {.id = "ssi.runs.for_forms",
     .clauses = {"SSI-1"},
     .purpose =
         "A page with a query is processed like any other; whether one that is posted to is, is recorded.",
     .needs = Need::web | Need::ftp_login,
     .run = carried_out_when_posted_to},
    {.id = "ssi.runs.not_in_html",
     .clauses = {"SSI-2"},
     .purpose = "Directives in a page of another extension stay there as text.",
     .needs = Need::web | Need::ftp_login,
     .run = left_alone_elsewhere},
    {.id = "ssi.runs.in_indexes",
     .clauses = {"WEB-INDEX-3", "WEB-INDEX-5"},
     .purpose =
         "A directory's index page has its directives carried out when its extension is the one for them.",
     .needs = Need::web | Need::ftp_login,
     .run = indexes_are_processed},
};

}  // namespace

std::span<const Scenario> ssi_activation_scenarios() {
  return table;
}

}  // namespace cts
