// CGI-9, RFC 3875 section 4.1: what a script is told of the request, in its environment.

#include "check/http_checks.h"
#include "scenario/cgi/script.h"
#include "scenario/context.h"
#include "scenario/tables.h"

namespace cts {
namespace {

using testing::AnyOf;
using testing::Eq;
using testing::MatchesRegex;
using testing::Ne;

auto IsAbsent() {
  return Eq(std::string(Told::absent));
}

// Section 4.1.12.
void method(Context& context) {
  HttpClient web = context.web();
  TellingScript script(context);
  context.expect("REQUEST_METHOD is GET", script.ask(web).variable("REQUEST_METHOD"), Eq(std::string("GET")));
  context.expect(
      "REQUEST_METHOD is POST for what is posted",
      script.ask(web, {.method = "POST", .target = script.url(), .body = "a=b"}).variable("REQUEST_METHOD"),
      Eq(std::string("POST")));
}

// Section 4.1.7: as it stands in the URL; "" without a query.
void query_string(Context& context) {
  HttpClient web = context.web();
  TellingScript script(context);
  for (const std::string& query : {"word=" + context.unique(), std::string("a=b%20c+d&e=%E6%97%A5;f"),
                                   std::string("a=b?c/d"), std::string("%3Cb%3E=%26")})
    context.expect("QUERY_STRING is what stands behind the question mark, as it stands there",
                   script.ask(web, "?" + query).variable("QUERY_STRING"), Eq(query));
  context.expect("it is empty where there is no query", script.ask(web).variable("QUERY_STRING"),
                 Eq(std::string()));
  context.expect("and where nothing stands behind the question mark",
                 script.ask(web, "?").variable("QUERY_STRING"), Eq(std::string()));
}

// Section 4.1.5: decoded; absent, or empty, without any.
void path_info(Context& context) {
  HttpClient web = context.web();
  TellingScript script(context);
  const std::string word = context.unique();
  context.expect("PATH_INFO is what stands behind the script's name",
                 script.ask(web, "/album/" + word).variable("PATH_INFO"), Eq("/album/" + word));
  context.expect("the query is no part of it", script.ask(web, "/" + word + "?a=b/c").variable("PATH_INFO"),
                 Eq("/" + word));
  context.expect("it is decoded", script.ask(web, "/a%20b/%E6%97%A5+c").variable("PATH_INFO"),
                 Eq(std::string("/a b/\xE6\x97\xA5+c")));
  context.expect("a slash alone is some", script.ask(web, "/").variable("PATH_INFO"), Eq(std::string("/")));
  context.expect("without any there is none", script.ask(web).variable("PATH_INFO"),
                 AnyOf(IsAbsent(), Eq(std::string())));
}

// Section 4.1.6: PATH_INFO as if it were a URL of the site, to the file that it stands for.
void path_translated(Context& context) {
  HttpClient web = context.web();
  Place& place = context.place();
  const Proof proof(context);
  const std::string text = context.unique();
  place.put("album.txt", text);
  const std::string name = "show" + script_extension(context);
  put_script(context, name,
             perl(context, proof.printed() + "print '|';\nopen my $f, '<', $ENV{PATH_TRANSLATED} || '/' or "
                                             "print \"not opened: $!\";\nprint <$f> if $f;\n"));
  const HttpReply reply = web.get(place.url_path(name) + place.url_path("album.txt"));
  context.need("the script runs", reply, BodyContains(proof.said() + "|"));
  context.expect("the file that PATH_TRANSLATED names is the one at the URL that PATH_INFO is", reply.body,
                 Eq(proof.said() + "|" + text));
  TellingScript script(context);
  context.expect("without PATH_INFO there is no PATH_TRANSLATED", script.ask(web).variable("PATH_TRANSLATED"),
                 AnyOf(IsAbsent(), Eq(std::string())));
}

// Section 4.1.13: a path, not encoded.
void script_name(Context& context) {
  HttpClient web = context.web();
  TellingScript script(context);
  context.expect("SCRIPT_NAME is the path of the script's URL", script.ask(web).variable("SCRIPT_NAME"),
                 Eq(script.path()));
  context.expect("what stands behind it is no part of it",
                 script.ask(web, "/more?a=b").variable("SCRIPT_NAME"), Eq(script.path()));
  TellingScript with_blank(context, "tell me");
  context.expect("it is decoded", with_blank.ask(web).variable("SCRIPT_NAME"), Eq(with_blank.path()));
}

// Sections 4.1.14 and 4.1.15. A port that is not where the target file says it is reached is that of the
// name: some servers tell what visitors would have to type.
void server_name_and_port(Context& context) {
  HttpClient web = context.web();
  TellingScript script(context);
  const Told told = script.ask(web);
  context.expect("SERVER_NAME is the name that the visitor asked for", told.variable("SERVER_NAME"),
                 Eq(context.target().web.host));
  context.expect("SERVER_PORT is the port of the service", told.variable("SERVER_PORT"),
                 AnyOf(Eq(std::to_string(context.target().web.port)), Eq(std::string("80"))));
}

// Sections 4.1.4, 4.1.16 and 4.1.17.
void server_and_gateway(Context& context) {
  HttpClient web = context.web();
  TellingScript script(context);
  const Told told = script.ask(web);
  context.expect("GATEWAY_INTERFACE tells the version of CGI", told.variable("GATEWAY_INTERFACE"),
                 MatchesRegex("CGI/1\\.[0-9]+"));
  context.expect("SERVER_PROTOCOL is that of the request", told.variable("SERVER_PROTOCOL"),
                 MatchesRegex("HTTP/1\\.[01]"));
  context.expect("SERVER_SOFTWARE names the server", told.variable("SERVER_SOFTWARE"),
                 testing::AllOf(Ne(std::string()), Ne(std::string(Told::absent))));
}

// Section 4.1.8. A vantage point whose address the target file does not tell has at least one.
void remote_address(Context& context) {
  TellingScript script(context);
  const auto& points = context.target().vantage_points;
  std::vector<std::string> seen;
  for (unsigned from = 0; from < points.size() && from < 2; ++from) {
    HttpClient web = context.web(from);
    seen.push_back(script.ask(web).variable("REMOTE_ADDR"));
    const bool is_known = points[from].proxy.empty() && !points[from].bind.empty();
    if (is_known)
      context.expect("REMOTE_ADDR is the visitor's address", seen.back(), Eq(points[from].bind));
    else
      context.expect("REMOTE_ADDR is an address", seen.back(), MatchesRegex("[0-9a-fA-F:.]+"));
  }
  if (seen.size() == 2) context.expect("another visitor has another address", seen[1], Ne(seen[0]));
}

// Section 4.1.18.
void header_fields(Context& context) {
  HttpClient web = context.web();
  TellingScript script(context);
  const std::string word = context.unique();
  const Told told = script.ask(web, {.target = script.url(),
                                     .headers = {{"User-Agent", "Visitor/" + word},
                                                 {"Referer", "http://elsewhere.example/" + word},
                                                 {"Cookie", "a=" + word + "; b=2"},
                                                 {"Accept-Language", "ja,en;q=0.5"},
                                                 {"X-Cts-Word", "\"" + word + "\", <b>"}}});
  context.expect("HTTP_USER_AGENT is the browser", told.variable("HTTP_USER_AGENT"), Eq("Visitor/" + word));
  context.expect("HTTP_REFERER is the page before", told.variable("HTTP_REFERER"),
                 Eq("http://elsewhere.example/" + word));
  context.expect("HTTP_COOKIE holds the cookies", told.variable("HTTP_COOKIE"), Eq("a=" + word + "; b=2"));
  context.expect("HTTP_ACCEPT_LANGUAGE tells the languages", told.variable("HTTP_ACCEPT_LANGUAGE"),
                 Eq(std::string("ja,en;q=0.5")));
  context.expect("a field that nobody knows is passed on as any other", told.variable("HTTP_X_CTS_WORD"),
                 Eq("\"" + word + "\", <b>"));
  context.expect("HTTP_HOST is the host", told.variable("HTTP_HOST"),
                 testing::StartsWith(context.target().web.host));
}

// Programs take HTTP_PROXY for the proxy that they are to use: a visitor who sets it would have them go
// through his.
void proxy_field(Context& context) {
  HttpClient web = context.web();
  TellingScript script(context);
  for (const std::string_view name : {"Proxy", "proxy", "PROXY"}) {
    const std::string word = context.unique();
    const Told told = script.ask(
        web, {.target = script.url(),
              .headers = {{std::string(name), "http://" + word + ".example:8080/"}, {"X-Cts-Word", word}}});
    context.expect("a field called " + std::string(name) + " does not become HTTP_PROXY",
                   told.variable("HTTP_PROXY"), IsAbsent());
    context.expect("the fields beside it arrive", told.variable("HTTP_X_CTS_WORD"), Eq(word));
  }
}

// Sections 4.1.2 and 4.1.3.
void content_type_and_length(Context& context) {
  HttpClient web = context.web();
  TellingScript script(context);
  const std::string body = "word=" + context.unique();
  for (const std::string_view type : {"application/x-www-form-urlencoded", "text/plain; charset=\"utf-8\""}) {
    const Told told = script.ask(web, {.method = "POST",
                                       .target = script.url(),
                                       .headers = {{"Content-Type", std::string(type)}},
                                       .body = body});
    context.expect("CONTENT_TYPE is that of the body", told.variable("CONTENT_TYPE"), Eq(type));
    context.expect("CONTENT_LENGTH is that of the body", told.variable("CONTENT_LENGTH"),
                   Eq(std::to_string(body.size())));
  }
  context.expect("without a body there is none", script.ask(web).variable("CONTENT_LENGTH"),
                 AnyOf(IsAbsent(), Eq(std::string()), Eq(std::string("0"))));
}

std::string shown(const Told& told, std::string_view variable) {
  const std::string value = told.variable(variable);
  return value == Told::absent ? "not told" : "told";
}

// What the standard leaves open, or only recommends; scripts from elsewhere may count on it.
void habits(Context& context) {
  HttpClient web = context.web();
  TellingScript script(context);
  const Told told = script.ask(web, "?red+green%20blue");
  context.record("cgi.working_directory", told["directory"]);
  context.record("cgi.indexed_query", told["argument 1"] == "red" && told["argument 2"] == "green blue"
                                          ? "arguments"
                                          : "in QUERY_STRING only");
  for (const std::string_view name :
       {"DOCUMENT_ROOT", "SCRIPT_FILENAME", "REQUEST_URI", "REMOTE_PORT", "SERVER_ADDR", "REMOTE_HOST"})
    context.record("cgi.variable." + std::string(name), shown(told, name));
  const Told greeted =
      script.ask(web, {.target = script.url(), .headers = {{"Authorization", "Basic dmlzaXRvcjo="}}});
  context.record("cgi.variable.HTTP_AUTHORIZATION", shown(greeted, "HTTP_AUTHORIZATION"));
  context.expect("a query without an equals sign arrives in QUERY_STRING all the same",
                 told.variable("QUERY_STRING"), Eq(std::string("red+green%20blue")));
}

const Scenario table[] = {
    {.id = "cgi.request.method",
     .clauses = {"CGI-9"},
     .purpose = "A script is told how it was asked: GET or POST.",
     .needs = Need::web | Need::ftp_login,
     .run = method},
    {.id = "cgi.request.query_string",
     .clauses = {"CGI-9"},
     .purpose = "A script gets the query of its URL, still encoded.",
     .needs = Need::web | Need::ftp_login,
     .run = query_string},
    {.id = "cgi.request.path_info",
     .clauses = {"CGI-9"},
     .purpose = "A script gets the path behind its name, decoded.",
     .needs = Need::web | Need::ftp_login,
     .run = path_info},
    {.id = "cgi.request.path_translated",
     .clauses = {"CGI-9"},
     .purpose = "A script is told which file the path behind its name stands for.",
     .needs = Need::web | Need::ftp_login,
     .run = path_translated},
    {.id = "cgi.request.script_name",
     .clauses = {"CGI-9"},
     .purpose = "A script knows the path of its own URL, to write links to itself.",
     .needs = Need::web | Need::ftp_login,
     .run = script_name},
    {.id = "cgi.request.server_name_and_port",
     .clauses = {"CGI-9"},
     .purpose = "A script knows under which name and at which port the site was asked for.",
     .needs = Need::web | Need::ftp_login,
     .run = server_name_and_port},
    {.id = "cgi.request.server_and_gateway",
     .clauses = {"CGI-9"},
     .purpose = "A script knows the server, the protocol, and the version of CGI.",
     .needs = Need::web | Need::ftp_login,
     .run = server_and_gateway},
    {.id = "cgi.request.remote_address",
     .clauses = {"CGI-9"},
     .purpose = "A script knows the visitor's address.",
     .needs = Need::web | Need::ftp_login,
     .run = remote_address},
    {.id = "cgi.request.header_fields",
     .clauses = {"CGI-9"},
     .purpose = "A script gets the fields of the request's head: browser, page before, cookies, any other.",
     .needs = Need::web | Need::ftp_login,
     .run = header_fields},
    {.id = "cgi.request.proxy_field",
     .clauses = {"CGI-9"},
     .purpose = "No visitor can make a script use a proxy of his.",
     .needs = Need::web | Need::ftp_login,
     .run = proxy_field},
    {.id = "cgi.request.content_type_and_length",
     .clauses = {"CGI-9"},
     .purpose = "A script knows of what kind and how long the body is that it has to read.",
     .needs = Need::web | Need::ftp_login,
     .run = content_type_and_length},
    {.id = "cgi.request.habits",
     .clauses = {"CGI-9"},
     .purpose = "What else scripts find, such as their own directory, is recorded.",
     .needs = Need::web | Need::ftp_login,
     .run = habits},
};

}  // namespace

std::span<const Scenario> script_variable_scenarios() {
  return table;
}

}  // namespace cts
