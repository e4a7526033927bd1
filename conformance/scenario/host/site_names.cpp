// HOST-1, HOST-2: the site and its FTP are found under www.<domain>.

#include <algorithm>
#include <cctype>

#include "check/ftp_checks.h"
#include "check/http_checks.h"
#include "scenario/context.h"
#include "scenario/tables.h"

namespace cts {
namespace {

using testing::AllOf;
using testing::AnyOf;
using testing::Ge;
using testing::Lt;
using testing::Ne;

std::string upper_case(std::string text) {
  std::ranges::transform(text, text.begin(),
                         [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return text;
}

/// A site of this name is there, whatever its root shows: no server error, and not "wrong host".
auto Answers() {
  return Status(AllOf(Ge(200), Lt(500), Ne(421)));
}

void site_answers_at_www(Context& context) {
  const std::string text = context.unique();
  context.place().put("hello.html", text);
  HttpClient web = context.web();
  context.expect("a page of the customer's is found at http://www.<domain>/…",
                 web.get(context.place().url_path("hello.html")), Serves(text));
  context.expect("http://www.<domain>/ itself answers", web.get("/"), Answers());
}

void site_name_in_any_case(Context& context) {
  const std::string text = context.unique();
  context.place().put("hello.html", text);
  const std::string host = context.target().web.host;
  const std::string port = ":" + std::to_string(context.target().web.port);
  HttpClient web = context.web();
  for (const std::string& spelling : {upper_case(host), host, host + port, upper_case(host + port)}) {
    context.expect("the site answers when its name is written " + spelling,
                   web.send({.target = context.place().url_path("hello.html"), .host = spelling}),
                   Serves(text));
  }
}

void ftp_answers_at_www(Context& context) {
  FtpClient ftp = context.connect_ftp();
  context.expect("FTP at www.<domain> greets, ready for a login", ftp.greeting(), Code(220));
  context.expect("it asks a user who says the name for the password",
                 ftp.command("USER " + context.ftp_login()), Code(AnyOf(331, 230)));
  context.expect("it gives nothing to who has not logged in", ftp.command("RETR " + context.unique()),
                 Refused());
  context.expect("it says goodbye", ftp.quit(), Code(221));
}

const Scenario table[] = {
    {.id = "host.web.answers_at_www",
     .clauses = {"HOST-1"},
     .purpose = "Visitors find the customer's pages at http://www.<domain>/.",
     .needs = Need::ftp_login,  // a dead site is this scenario's own finding
     .tier = Tier::smoke,
     .run = site_answers_at_www},
    {.id = "host.web.name_in_any_case",
     .clauses = {"HOST-1"},
     .purpose = "The site's name may be typed in capitals, and with its port.",
     .needs = Need::web | Need::ftp_login,
     .run = site_name_in_any_case},
    {.id = "host.ftp.answers_at_www",
     .clauses = {"HOST-2"},
     .purpose = "An FTP program that is pointed at www.<domain> is greeted.",
     .needs = {},  // it judges what the interconnection stage looks for
     .tier = Tier::smoke,
     .consent = Consent::observe,
     .run = ftp_answers_at_www},
};

}  // namespace

std::span<const Scenario> site_name_scenarios() {
  return table;
}

}  // namespace cts
