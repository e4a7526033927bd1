// CGI-9, RFC 3875 section 6: what a script says becomes the answer.

#include <strings.h>

#include <vector>

#include "check/http_checks.h"
#include "check/octets.h"
#include "client/crowd.h"
#include "scenario/cgi/script.h"
#include "scenario/context.h"
#include "scenario/octets.h"
#include "scenario/tables.h"

namespace cts {
namespace {

using testing::AllOf;
using testing::AnyOf;
using testing::Eq;
using testing::StartsWith;

/// Perl that prints a head of these lines and said().
std::string prints(const Proof& proof, std::string_view head) {
  return "print \"" + std::string(head) + "\\n\\n\", " + proof.expression() + ";\n";
}

// Section 6.3.3.
void status(Context& context) {
  struct Row {
    std::string_view said;
    int code;
  };
  for (const Row& row : {Row{"404 Not in the album", 404}, Row{"201 Created", 201},
                         Row{"403 Members only", 403}, Row{"503 Back at noon", 503}, Row{"200 OK", 200}}) {
    const Proof proof(context);
    const HttpReply reply =
        run_script(context, "status-" + std::to_string(row.code),
                   prints(proof, "Content-Type: text/plain\\nStatus: " + std::string(row.said)));
    context.expect("\"Status: " + std::string(row.said) + "\" is the answer's", reply, Status(row.code));
    context.expect("whose body is the script's", reply, BodyIs(proof.said()));
    context.expect("Status itself is for the server only", reply, NoHeader("Status"));
  }
}

// Sections 6.2.3 and 6.2.4: 302, unless the script says otherwise.
void location_elsewhere(Context& context) {
  const std::string url = "http://elsewhere.example/" + context.unique() + "?a=b%20c";
  const HttpReply alone = run_script(context, "go", "print \"Location: " + url + "\\n\\n\";\n");
  context.expect("a script that gives a location sends the visitor on", alone,
                 Status(AnyOf(302, 301, 303, 307)));
  context.expect("to just that URL", alone, HeaderIs("Location", Eq(url)));
  const Proof proof(context);
  const HttpReply with_page =
      run_script(context, "see",
                 prints(proof, "Status: 303 See Other\\nLocation: " + url + "\\nContent-Type: text/plain"));
  context.expect("with a status of its own it is that", with_page, Status(303));
  context.expect("to just that URL too", with_page, HeaderIs("Location", Eq(url)));
}

// Section 6.2.2: the server answers as if that path had been asked for.
void location_here(Context& context) {
  Place& place = context.place();
  const std::string text = context.unique();
  place.put("page.html", text);
  const HttpReply reply =
      run_script(context, "show", "print \"Location: " + place.url_path("page.html") + "\\n\\n\";\n");
  context.expect("a script that gives a path of the site is answered with the page there", reply,
                 Serves(text));
}

// Section 6.3.1; a server may add a character set where the script gives none.
void content_type(Context& context) {
  struct Row {
    std::string_view stem;
    std::string_view type;
  };
  for (const Row& row : {Row{"picture", "image/gif"}, Row{"page", "text/html; charset=Shift_JIS"},
                         Row{"own", "application/x-cts"}}) {
    const Proof proof(context);
    const HttpReply reply =
        run_script(context, row.stem, prints(proof, "Content-Type: " + std::string(row.type)));
    context.expect("the type " + std::string(row.type) + " is the answer's", reply,
                   HeaderIs("Content-Type", Eq(row.type)));
    context.expect("and what follows its body", reply, Serves(proof.said()));
  }
  const Proof proof(context);
  const HttpReply plain = run_script(context, "plain", prints(proof, "Content-Type: text/plain"));
  context.record("cgi.content_type_without_charset", plain.header("Content-Type").value_or("none"));
  context.expect("so is a text's", plain, HeaderIs("Content-Type", StartsWith("text/plain")));
}

// Section 6.3.4.
void other_fields(Context& context) {
  const Proof proof(context);
  const std::string word = context.unique();
  const HttpReply reply = run_script(
      context, "fields",
      prints(proof, "Set-Cookie: first=" + word + "; path=/\\nContent-Type: text/plain\\nX-Cts-Word: a, " +
                        word + "\\nSet-Cookie: second=" + word +
                        "; path=/\\nExpires: Sat, 29 Oct 1994 19:43:31 GMT"));
  context.expect("a script with fields of its own is heard", reply, Serves(proof.said()));
  std::vector<std::string> cookies;
  for (const auto& [name, value] : reply.headers)
    if (::strcasecmp(name.c_str(), "Set-Cookie") == 0) cookies.push_back(value);
  context.expect("both cookies reach the browser", cookies,
                 testing::ElementsAre("first=" + word + "; path=/", "second=" + word + "; path=/"));
  context.expect("a field that nobody knows is passed on", reply, HeaderIs("X-Cts-Word", Eq("a, " + word)));
  context.expect("so is one that caches heed", reply,
                 HeaderIs("Expires", Eq(std::string("Sat, 29 Oct 1994 19:43:31 GMT"))));
}

// Section 6.3: names in any case, blanks as you like; sections 6.2 and 7.2: lines end in LF or in CR LF.
void spelling(Context& context) {
  const Proof proof(context);
  for (const auto& [stem, head] :
       {std::pair("small", "content-type: text/css\\nstatus: 203 Changed\\n\\n"),
        std::pair("crlf", "Content-Type: text/css\\r\\nStatus: 203 Changed\\r\\n\\r\\n"),
        std::pair("tight", "CONTENT-TYPE:text/css\\nSTATUS:   203 Changed\\n\\n")}) {
    const HttpReply reply =
        run_script(context, stem, "print \"" + std::string(head) + "\", " + proof.expression() + ";\n");
    context.expect(
        std::string("names of fields in any case, blanks and line ends as usual anywhere: ") + head, reply,
        AllOf(Status(203), BodyIs(proof.said())));
    context.expect("and the type is understood", reply, HeaderIs("Content-Type", StartsWith("text/css")));
  }
}

/// Of what came back, what stands behind the answer's head.
std::string behind_head(std::string_view received) {
  const std::size_t end = received.find("\r\n\r\n");
  return end == std::string_view::npos ? "(no head)" : std::string(received.substr(end + 4));
}

// Section 4.3.3, and HTTP: whatever the script prints, the answer to HEAD has no body.
void head(Context& context) {
  const Proof proof(context);
  HttpClient web = context.web();
  const HttpReply get =
      run_script(context, "page", prints(proof, "Content-Type: text/html\\nX-Cts-Word: same"));
  context.expect("GET gives what the script prints", get, Serves(proof.said()));
  const std::string url = context.place().url_path("page" + script_extension(context));
  const HttpReply asked = web.send({.method = "HEAD", .target = url});
  context.expect("HEAD gives the same status", asked, Status(200));
  context.expect("the same type", asked.header("Content-Type"), Eq(get.header("Content-Type")));
  const HttpClient::Raw raw = web.send_raw("HEAD " + url + " HTTP/1.1\r\nHost: " + context.target().web.host +
                                           "\r\nConnection: close\r\n\r\n");
  context.expect("and no body", behind_head(raw.received), Eq(std::string()));
}

// Section 6.4: in the octets of the script.
void octets(Context& context) {
  const Proof proof(context);
  const std::string body = every_octet_value();
  std::string list;
  for (const char octet : body) list += std::to_string(static_cast<unsigned char>(octet)) + ",";
  const HttpReply reply = run_script(context, "picture",
                                     "binmode STDOUT;\nprint \"Content-Type: image/gif\\n\\n\", " +
                                         proof.expression() + ", pack 'C*', " + list + ";\n");
  context.expect("every octet value that a script prints reaches the visitor", reply,
                 Serves(proof.said() + body));
}

void large(Context& context) {
  constexpr unsigned lines = 60'000;
  const Proof proof(context);
  const HttpReply reply = run_script(
      context, "film",
      "binmode STDOUT;\nprint \"Content-Type: application/octet-stream\\n\\n\", " + proof.expression() +
          ";\nprint pack 'Na*', $_, \"\\xff\\x00 of a film\\r\\n\" for 1 .. " + std::to_string(lines) +
          ";\n");
  std::string expected = proof.said();
  for (unsigned line = 1; line <= lines; ++line) {
    for (const unsigned shift : {24u, 16u, 8u, 0u}) expected += static_cast<char>(line >> shift & 0xFFu);
    expected += std::string("\xff\x00 of a film\r\n", 14);
  }
  context.expect("a script that prints a megabyte is heard", reply, Status(200));
  context.expect("to the last octet", describe_difference(expected, reply.body), Eq(std::string()));
}

// Section 5: "MAY".
void whole_answers(Context& context) {
  Place& place = context.place();
  HttpClient web = context.web();
  const Proof proof(context);
  const std::string name = "nph-page" + script_extension(context);
  put_script(context, name,
             perl(context, prints(proof,
                                  "HTTP/1.0 202 By hand\\r\\nContent-Type: text/plain\\r\\nConnection: "
                                  "close\\r\\nX-Cts-Word: by-hand\\r")));
  const HttpReply reply = web.get(place.url_path(name));
  const bool is_whole = reply.status == 202 && reply.body == proof.said();
  context.record("cgi.nph", is_whole ? "passed on as written" : "answered " + std::to_string(reply.status));
  // As usual in the same place: what the server makes of the other is its own affair.
  context.expect("a script beside one that writes whole answers runs as usual",
                 run_script(context, "page", proof.printed()), Serves(proof.said()));
}

void many_at_once(Context& context) {
  constexpr std::size_t crowd = 12;
  const Proof proof(context);
  const std::string name = "busy" + script_extension(context);
  put_script(context, name, perl(context, "select undef, undef, undef, 0.3;\n" + proof.printed()));
  const Target& target = context.target();
  const VantagePoint& point = target.vantage_points.front();
  const std::vector<Dial> dials(
      crowd, {target.web.host, target.web.address, target.web.port, point.bind, point.proxy});
  const std::vector<HttpReply> replies =
      send_together(dials, {target.timeouts.connect, target.timeouts.reply, target.timeouts.transfer},
                    {.target = context.place().url_path(name)}, context.transcript());
  for (const HttpReply& reply : replies)
    context.expect(
        "of " + std::to_string(crowd) + " visitors who ask for a script at once, each gets its answer", reply,
        Serves(proof.said()));
}

const Scenario table[] = {
    {.id = "cgi.answer.status",
     .clauses = {"CGI-9"},
     .purpose = "A script decides on the status of its answer.",
     .needs = Need::web | Need::ftp_login,
     .run = status},
    {.id = "cgi.answer.location_elsewhere",
     .clauses = {"CGI-9"},
     .purpose = "A script can send visitors to another URL.",
     .needs = Need::web | Need::ftp_login,
     .run = location_elsewhere},
    {.id = "cgi.answer.location_here",
     .clauses = {"CGI-9"},
     .purpose = "A script can answer with another page of the site.",
     .needs = Need::web | Need::ftp_login,
     .run = location_here},
    {.id = "cgi.answer.content_type",
     .clauses = {"CGI-9"},
     .purpose = "A script decides on the type of its answer.",
     .needs = Need::web | Need::ftp_login,
     .run = content_type},
    {.id = "cgi.answer.other_fields",
     .clauses = {"CGI-9"},
     .purpose = "What else a script puts into the head of its answer, such as cookies, reaches the visitor.",
     .needs = Need::web | Need::ftp_login,
     .run = other_fields},
    {.id = "cgi.answer.spelling",
     .clauses = {"CGI-9"},
     .purpose = "A script's head is understood however it is spelt.",
     .needs = Need::web | Need::ftp_login,
     .run = spelling},
    {.id = "cgi.answer.head",
     .clauses = {"CGI-9"},
     .purpose = "The answer to HEAD has the head of the script's, and no body.",
     .needs = Need::web | Need::ftp_login,
     .run = head},
    {.id = "cgi.answer.octets",
     .clauses = {"CGI-9"},
     .purpose = "A picture that a script makes reaches the visitor unchanged.",
     .needs = Need::web | Need::ftp_login,
     .run = octets},
    {.id = "cgi.answer.large",
     .clauses = {"CGI-9"},
     .purpose = "A megabyte that a script prints reaches the visitor whole.",
     .needs = Need::web | Need::ftp_login,
     .run = large},
    {.id = "cgi.answer.whole_answers",
     .clauses = {"CGI-9"},
     .purpose = "Whether a script may write its whole answer itself is recorded; it does no harm to others.",
     .needs = Need::web | Need::ftp_login,
     .run = whole_answers},
    {.id = "cgi.answer.many_at_once",
     .clauses = {"CGI-9"},
     .purpose = "Visitors who ask for the same script at the same moment all get its answer.",
     .needs = Need::web | Need::ftp_login,
     .run = many_at_once},
};

}  // namespace

std::span<const Scenario> script_answer_scenarios() {
  return table;
}

}  // namespace cts
