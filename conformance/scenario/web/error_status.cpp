// WEB-ERR-403, WEB-ERR-404: what is forbidden and what is not there.

#include "check/http_checks.h"
#include "scenario/context.h"
#include "scenario/settling.h"
#include "scenario/tables.h"

namespace cts {
namespace {

using testing::AnyOf;

/// Uploads `name` and sees it served: what is then refused was there.
std::string served_page(Context& context, HttpClient& web, std::string_view name) {
  std::string text = context.unique();
  context.place().put(name, text);
  context.need("the page is served while it is allowed", web.get(context.place().url_path(name)),
               Serves(text));
  return text;
}

void forbidden_file_is_403(Context& context) {
  HttpClient web = context.web();
  const std::string text = served_page(context, web, "page.html");
  const std::string url = context.place().url_path("page.html");
  context.place().change_mode("page.html", "000");
  context.expect("a file that nobody may read is answered 403",
                 settled([&] { return web.get(url); }, Status(403)), Status(403));
  context.place().change_mode("page.html", "644");
  context.expect("with permissions 644 it is served again",
                 settled([&] { return web.get(url); }, Serves(text)), Serves(text));
}

void mode_600_is_403_or_served(Context& context) {
  HttpClient web = context.web();
  const std::string text = served_page(context, web, "page.html");
  const std::string url = context.place().url_path("page.html");
  context.place().change_mode("page.html", "600");
  const HttpReply reply = web.get(url);
  context.record("web.mode_600", reply.status == 200 ? "served" : "forbidden");
  context.expect("a file for its owner alone is answered 403, or served by a server that runs as the owner",
                 reply, AnyOf(Status(403), Serves(text)));
  context.place().change_mode("page.html", "644");
  context.expect("with permissions 644 it is served again",
                 settled([&] { return web.get(url); }, Serves(text)), Serves(text));
}

void closed_directory_is_403(Context& context) {
  HttpClient web = context.web();
  context.place().make_directory("staff");
  const std::string text = served_page(context, web, "staff/page.html");
  const std::string url = context.place().url_path("staff/page.html");
  context.place().change_mode("staff", "600");
  context.expect("a file in a directory without search permission is answered 403",
                 settled([&] { return web.get(url); }, Status(403)), Status(403));
  context.place().change_mode("staff", "755");
  context.expect("with permissions 755 of the directory it is served again",
                 settled([&] { return web.get(url); }, Serves(text)), Serves(text));
}

void missing_file_is_404(Context& context) {
  HttpClient web = context.web();
  served_page(context, web, "there.html");
  for (const std::string_view name : {"not-there.html", "there.htm", "there.html.bak", "not-there.gif"}) {
    context.expect(std::string(name) + ", which does not exist, is answered 404",
                   web.get(context.place().url_path(name)), Status(404));
  }
}

void missing_directory_is_404(Context& context) {
  HttpClient web = context.web();
  served_page(context, web, "there.html");
  for (const std::string_view name :
       {"nowhere", "nowhere/", "nowhere/page.html", "nowhere/deeper/page.html"}) {
    context.expect(std::string(name) + ", in a directory that does not exist, is answered 404",
                   web.get(context.place().url_path() + std::string(name)), Status(404));
  }
}

void below_a_file_is_404(Context& context) {
  HttpClient web = context.web();
  served_page(context, web, "there.html");
  context.expect("a URL below a file, as if it were a directory, is answered 404",
                 web.get(context.place().url_path("there.html") + "/page.html"), Status(404));
}

const Scenario table[] = {
    {.id = "web.err.forbidden_file_is_403",
     .clauses = {"WEB-ERR-403"},
     .purpose = "A file whose permissions forbid access is refused with 403 until they are set to 644.",
     .needs = Need::web | Need::ftp_login,
     .run = forbidden_file_is_403},
    {.id = "web.err.mode_600_is_403_or_served",
     .clauses = {"WEB-ERR-403"},
     .purpose =
         "A file that only its owner may read is refused with 403, unless the web server runs as the owner.",
     .needs = Need::web | Need::ftp_login,
     .run = mode_600_is_403_or_served},
    {.id = "web.err.closed_directory_is_403",
     .clauses = {"WEB-ERR-403"},
     .purpose = "What lies in a directory without search permission is refused with 403.",
     .needs = Need::web | Need::ftp_login,
     .run = closed_directory_is_403},
    {.id = "web.err.missing_file_is_404",
     .clauses = {"WEB-ERR-404"},
     .purpose = "A file that does not exist is answered 404.",
     .needs = Need::web | Need::ftp_login,
     .tier = Tier::smoke,
     .run = missing_file_is_404},
    {.id = "web.err.missing_directory_is_404",
     .clauses = {"WEB-ERR-404"},
     .purpose = "A directory that does not exist is answered 404, and so is all below it.",
     .needs = Need::web | Need::ftp_login,
     .run = missing_directory_is_404},
    {.id = "web.err.below_a_file_is_404",
     .clauses = {"WEB-ERR-404"},
     .purpose = "A file is no directory: a URL below it is answered 404.",
     .needs = Need::web | Need::ftp_login,
     .run = below_a_file_is_404},
};

}  // namespace

std::span<const Scenario> error_status_scenarios() {
  return table;
}

}  // namespace cts
