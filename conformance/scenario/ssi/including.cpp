// SSI-3, include: what stands in another file, by its name or its URL.

#include "check/http_checks.h"
#include "scenario/context.h"
#include "scenario/ssi/page.h"
#include "scenario/tables.h"

namespace cts {
namespace {

using testing::HasSubstr;

std::string include(std::string_view attribute, std::string_view value) {
  return "<!--#include " + std::string(attribute) + "=\"" + std::string(value) + "\" -->";
}

/// A part of a page, uploaded: its text.
std::string put_part(Context& context, std::string_view name) {
  std::string text = "<em>" + context.unique() + "</em>";
  context.place().put(name, text);
  return text;
}

void by_file_name(Context& context) {
  context.place().make_directory("parts");
  const std::string beside = put_part(context, "menu.html");
  const std::string below = put_part(context, "parts/footer.html");
  const Framed frame(context);
  context.expect(
      "file= takes in a file beside the page, and one in a directory below",
      shown_page(context, "page",
                 frame.around(include("file", "menu.html") + "|" + include("file", "parts/footer.html"))),
      Serves(frame.around(beside + "|" + below)));
}

void by_url(Context& context) {
  context.place().make_directory("parts");
  const std::string text = put_part(context, "parts/footer.html");
  const Framed frame(context);
  const std::string absolute = include("virtual", context.place().url_path("parts/footer.html"));
  context.expect("virtual= takes in what a visitor gets at that URL",
                 shown_page(context, "absolute", frame.around(absolute)), Serves(frame.around(text)));
  context.expect("a URL without a slash at its front is seen from the page",
                 shown_page(context, "relative", frame.around(include("virtual", "parts/footer.html"))),
                 Serves(frame.around(text)));
}

void pages_in_pages(Context& context) {
  const std::string innermost = put_part(context, "innermost.html");
  put_page(context, "inner", "(" + include("virtual", context.place().url_path("innermost.html")) + ")");
  const std::string url = context.place().url_path("inner" + page_extension(context));
  const Framed frame(context);
  context.expect("directives in an included page are carried out too",
                 shown_page(context, "page", frame.around(include("virtual", url))),
                 Serves(frame.around("(" + innermost + ")")));
}

void query_reaches_the_included_page(Context& context) {
  put_page(context, "inner", "(<!--#echo var=\"QUERY_STRING\" -->)");
  const std::string url = context.place().url_path("inner" + page_extension(context));
  const std::string word = context.unique();
  const Framed frame(context);
  context.expect("an included page gets the query of the URL by which it is included",
                 shown_page(context, "page", frame.around(include("virtual", url + "?word=" + word))),
                 Serves(frame.around("(word=" + word + ")")));
}

void variables_in_included_pages(Context& context) {
  put_page(context, "inner", "<!--#echo var=\"colour\" --><!--#set var=\"colour\" value=\"green\" -->");
  const std::string url = context.place().url_path("inner" + page_extension(context));
  const Framed frame(context);
  const HttpReply reply =
      shown_page(context, "page",
                 "<!--#set var=\"colour\" value=\"red\" -->" +
                     frame.around(include("virtual", url) + ",<!--#echo var=\"colour\" -->"));
  const bool are_shared = reply.body == frame.around("red,green");
  context.record("ssi.variables_of_included_pages", are_shared ? "shared with the page" : "their own");
  context.expect("the page that includes another goes on after it, and no directive is left in either",
                 reply.body, testing::AllOf(HasSubstr(frame.after()), testing::Not(HasSubstr("<!--#"))));
}

const Scenario table[] = {
    {.id = "ssi.include.by_file_name",
     .clauses = {"SSI-3"},
     .purpose = "A page takes in files beside it and below it by their names.",
     .needs = Need::web | Need::ftp_login,
     .run = by_file_name},
    {.id = "ssi.include.by_url",
     .clauses = {"SSI-3"},
     .purpose = "A page takes in what stands at a URL of the site.",
     .needs = Need::web | Need::ftp_login,
     .run = by_url},
    {.id = "ssi.include.pages_in_pages",
     .clauses = {"SSI-3"},
     .purpose = "An included page may have directives of its own.",
     .needs = Need::web | Need::ftp_login,
     .run = pages_in_pages},
    {.id = "ssi.include.query",
     .clauses = {"SSI-3"},
     .purpose = "The URL of an include may have a query, which the included page sees.",
     .needs = Need::web | Need::ftp_login,
     .run = query_reaches_the_included_page},
    {.id = "ssi.include.variables",
     .clauses = {"SSI-3"},
     .purpose = "A page goes on after an include; whether both share their variables is recorded.",
     .needs = Need::web | Need::ftp_login,
     .run = variables_in_included_pages},
};

}  // namespace

std::span<const Scenario> ssi_include_scenarios() {
  return table;
}

}  // namespace cts
