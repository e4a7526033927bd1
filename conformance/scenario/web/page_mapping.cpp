// WEB-MAP-1: what is uploaded below /web is reachable at the corresponding URL.

#include "check/ftp_checks.h"
#include "check/http_checks.h"
#include "scenario/context.h"
#include "scenario/settling.h"
#include "scenario/tables.h"
#include "scenario/web/absence.h"

namespace cts {
namespace {

void file_is_served(Context& context) {
  const std::string text = "Opening hours: " + context.unique() + "\n";
  context.place().put("hours.txt", text);
  context.expect("an uploaded file is served at its URL, as it is",
                 context.web().get(context.place().url_path("hours.txt")), Serves(text));
}

void directories_nest(Context& context) {
  Place& place = context.place();
  HttpClient web = context.web();
  std::string directory;
  for (const std::string_view level : {"a", "b", "c", "d"}) {
    directory += level;
    place.make_directory(directory);
    directory += "/";
    const std::string page = directory + "page.html";
    const std::string text = context.unique();
    place.put(page, text);
    context.expect("the file " + page + " is served at its URL", web.get(place.url_path(page)), Serves(text));
  }
}

void names_with_blanks_and_signs(Context& context) {
  HttpClient web = context.web();
  for (const std::string_view name : {"two words.html", "a+b.html", "100%.html", "50%41.html", "R&D;=1.html",
                                      "#1.html", "~john's.html", "comma,(1)!.html"}) {
    const std::string text = context.unique();
    context.place().put(name, text);
    context.expect("the file \"" + std::string(name) + "\" is served at its URL",
                   web.get(context.place().url_path(name)), Serves(text));
  }
}

void japanese_names(Context& context) {
  const std::string page = context.unique();
  const std::string nested = context.unique();
  context.place().put("会社案内.html", page);
  context.place().make_directory("写真");
  context.place().put("写真/桜の花.html", nested);
  HttpClient web = context.web();
  context.expect("a file with a Japanese name is served at its URL",
                 web.get(context.place().url_path("会社案内.html")), Serves(page));
  context.expect("so is one in a directory with a Japanese name",
                 web.get(context.place().url_path("写真/桜の花.html")), Serves(nested));
}

void new_content_is_seen(Context& context) {
  const std::string first = "first " + context.unique();
  const std::string second = "second, and longer than the first: " + context.unique();
  const std::string url = context.place().url_path("news.html");
  HttpClient web = context.web();
  context.place().put("news.html", first);
  context.expect("the page is served", web.get(url), Serves(first));
  context.place().put("news.html", second);
  context.expect("after a new upload visitors see the new page",
                 settled([&] { return web.get(url); }, Serves(second)), Serves(second));
}

void removed_is_gone(Context& context) {
  const std::string text = context.unique();
  const std::string url = context.place().url_path("offer.html");
  HttpClient web = context.web();
  context.place().put("offer.html", text);
  context.expect("the page is served", web.get(url), Serves(text));
  context.place().remove("offer.html");
  context.expect("a page that was removed is no longer shown",
                 settled([&] { return web.get(url); }, ShowsNothingOf(text)), ShowsNothingOf(text));
}

const Scenario table[] = {
    {.id = "web.map.file_is_served",
     .clauses = {"WEB-MAP-1"},
     .purpose = "A file uploaded below /web is served at the corresponding URL.",
     .needs = Need::web | Need::ftp_login,
     .tier = Tier::smoke,
     .run = file_is_served},
    {.id = "web.map.directories_nest",
     .clauses = {"WEB-MAP-1"},
     .purpose = "Directories made below /web appear in the URL, level by level.",
     .needs = Need::web | Need::ftp_login,
     .run = directories_nest},
    {.id = "web.map.names_with_blanks_and_signs",
     .clauses = {"WEB-MAP-1"},
     .purpose = "A file is reachable though its name holds blanks, percent, plus and other signs.",
     .needs = Need::web | Need::ftp_login,
     .run = names_with_blanks_and_signs},
    {.id = "web.map.japanese_names",
     .clauses = {"WEB-MAP-1"},
     .purpose =
         "Files and directories with Japanese names are reachable at the URL that browsers make of them.",
     .needs = Need::web | Need::ftp_login,
     .run = japanese_names},
    {.id = "web.map.new_content_is_seen",
     .clauses = {"WEB-MAP-1"},
     .purpose = "A page that is uploaded again is at once seen in its new form.",
     .needs = Need::web | Need::ftp_login,
     .run = new_content_is_seen},
    {.id = "web.map.removed_is_gone",
     .clauses = {"WEB-MAP-1"},
     .purpose = "A page that is removed is at once no longer shown.",
     .needs = Need::web | Need::ftp_login,
     .run = removed_is_gone},
};

}  // namespace

std::span<const Scenario> page_mapping_scenarios() {
  return table;
}

}  // namespace cts
