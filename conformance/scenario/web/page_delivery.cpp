// WEB-MAP-1: how a page is handed to a visitor's program. What the manual leaves to the server is recorded.

#include "check/ftp_checks.h"
#include "check/http_checks.h"
#include "scenario/context.h"
#include "scenario/octets.h"
#include "scenario/settling.h"
#include "scenario/tables.h"

namespace cts {
namespace {

using testing::AllOf;
using testing::AnyOf;
using testing::EndsWith;
using testing::Eq;

void pictures_are_exact(Context& context) {
  const std::string picture = "GIF89a" + every_octet_value() + context.unique();
  context.place().put("photo.gif", picture);
  context.expect("a picture arrives octet for octet",
                 context.web().get(context.place().url_path("photo.gif")), Serves(picture));
}

void directory_without_slash(Context& context) {
  const std::string text = context.unique();
  context.place().make_directory("album");
  context.place().put("album/index.html", text);
  const std::string url = context.place().url_path("album");
  HttpClient web = context.web();
  const HttpReply reply = web.get(url);
  const bool redirected = reply.status >= 300 && reply.status < 400;
  context.record("web.directory_without_slash", redirected ? "redirected" : "served");
  if (redirected) {
    context.expect("a directory's URL without its slash leads to the one with it",
                   reply.header("Location").value_or(""), EndsWith(url + "/"));
  } else {
    context.expect("a directory's URL without its slash shows its page", reply, Serves(text));
  }
  context.expect("there the directory's page is served", web.get(url + "/"), Serves(text));
}

void head_is_get_without_body(Context& context) {
  const std::string text = context.unique();
  context.place().put("page.html", text);
  const std::string url = context.place().url_path("page.html");
  HttpClient web = context.web();
  const HttpReply get = web.get(url);
  const HttpReply head = web.send({.method = "HEAD", .target = url});
  context.expect("GET gives the page", get, Serves(text));
  context.expect("HEAD gives the same status", head, Status(200));
  context.expect("HEAD gives no body", head.body, Eq(std::string("")));
  context.expect("HEAD tells the same type", head.header("Content-Type"), Eq(get.header("Content-Type")));
  if (const auto length = head.header("Content-Length")) {
    context.expect("HEAD tells the page's length", *length, Eq(std::to_string(text.size())));
  }
}

void changed_page_is_sent_whole(Context& context) {
  const std::string text = context.unique();
  const std::string changed = "changed: " + context.unique();
  context.place().put("page.html", text);
  const std::string url = context.place().url_path("page.html");
  HttpClient web = context.web();
  const HttpReply first = web.get(url);
  context.expect("the page is served", first, Serves(text));
  const std::string tag = first.header("ETag").value_or("\"none-given\"");

  const HttpReply again = web.send({.target = url, .headers = {{"If-None-Match", tag}}});
  context.record("web.unchanged_page", again.status == 304 ? "304" : "sent again");
  context.expect("a browser that has the page is told so, or gets it again", again,
                 AnyOf(Status(304), Serves(text)));
  context.expect(
      "one that has a page of long ago gets it whole",
      web.send({.target = url, .headers = {{"If-Modified-Since", "Sat, 29 Oct 1994 19:43:31 GMT"}}}),
      Serves(text));
  context.place().put("page.html", changed);
  context.expect("one that has the page as it was before a change gets it whole",
                 settled(
                     [&] {
                       return web.send({.target = url, .headers = {{"If-None-Match", tag}}});
                     },
                     Serves(changed)),
                 Serves(changed));
}

void part_of_a_file(Context& context) {
  const std::string data = "0123456789" + context.unique();
  context.place().put("film.dat", data);
  const std::string url = context.place().url_path("film.dat");
  HttpClient web = context.web();
  context.expect("the whole file is served", web.get(url), Serves(data));

  const HttpReply part = web.send({.target = url, .headers = {{"Range", "bytes=2-5"}}});
  context.record("web.range", part.status == 206 ? "206" : "whole file");
  context.expect("octets 2 to 5 are these, or the whole file is sent", part,
                 AnyOf(AllOf(Status(206), BodyIs(data.substr(2, 4))), Serves(data)));
  context.expect("the rest from octet 7 on is this, or the whole file is sent",
                 web.send({.target = url, .headers = {{"Range", "bytes=7-"}}}),
                 AnyOf(AllOf(Status(206), BodyIs(data.substr(7))), Serves(data)));
}

const Scenario table[] = {
    {.id = "web.map.pictures_are_exact",
     .clauses = {"WEB-MAP-1"},
     .purpose = "Pictures and other binary files reach the visitor unchanged.",
     .needs = Need::web | Need::ftp_login,
     .run = pictures_are_exact},
    {.id = "web.map.directory_without_slash",
     .clauses = {"WEB-MAP-1"},
     .purpose = "A directory is found though its URL is written without the final slash.",
     .needs = Need::web | Need::ftp_login,
     .run = directory_without_slash},
    {.id = "web.map.head_is_get_without_body",
     .clauses = {"WEB-MAP-1"},
     .purpose = "Link checkers and caches that ask by HEAD are told what GET would tell.",
     .needs = Need::web | Need::ftp_login,
     .run = head_is_get_without_body},
    {.id = "web.map.changed_page_is_sent_whole",
     .clauses = {"WEB-MAP-1"},
     .purpose = "A browser with an old copy of a page gets the new one.",
     .needs = Need::web | Need::ftp_login,
     .run = changed_page_is_sent_whole},
    {.id = "web.map.part_of_a_file",
     .clauses = {"WEB-MAP-1"},
     .purpose = "A download that was cut off can go on: a part that is asked for is the right part.",
     .needs = Need::web | Need::ftp_login,
     .run = part_of_a_file},
};

}  // namespace

std::span<const Scenario> page_delivery_scenarios() {
  return table;
}

}  // namespace cts
