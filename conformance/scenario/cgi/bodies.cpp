// CGI-9, RFC 3875 section 4.2: the body of a request reaches the script.

#include "check/http_checks.h"
#include "check/octets.h"
#include "scenario/cgi/script.h"
#include "scenario/context.h"
#include "scenario/octets.h"
#include "scenario/tables.h"

namespace cts {
namespace {

using testing::Eq;

// Section 4.2: as many octets as CONTENT_LENGTH says, and no end of file to wait for. So that the length is
// not what is tried out here, the script is told it by its own URL.
constexpr std::string_view reading = R"perl(
binmode STDIN; binmode STDOUT;
my $left = $ENV{QUERY_STRING};
my $body = "";
while ($left > 0) {
  my $got = read STDIN, $body, $left, length $body;
  last unless $got;
  $left -= $got;
}
)perl";

/// A script that answers with the body it is sent, behind its proof.
class Mirror {
 public:
  explicit Mirror(Context& context) : context_(context), proof_(context) {
    const std::string name = "mirror" + script_extension(context);
    put_script(
        context, name,
        perl(context, std::string(reading) + "print \"Content-Type: application/octet-stream\\n\\n\", " +
                          proof_.expression() + ", $body;\n"));
    url_ = context.place().url_path(name);
  }

  /// What it has read, when it is sent `body`.
  HttpReply send(std::string_view body, std::string type) {
    HttpClient web = context_.web();
    return web.send({.method = "POST",
                     .target = url_ + "?" + std::to_string(body.size()),
                     .headers = {{"Content-Type", std::move(type)}},
                     .body = std::string(body)});
  }
  std::string answer_to(std::string_view body) const { return proof_.said() + std::string(body); }

 private:
  Context& context_;
  Proof proof_;
  std::string url_;
};

void form(Context& context) {
  Mirror mirror(context);
  const std::string fields = "name=%93%FA%96%7B&word=" + context.unique() + "&note=a+b%0D%0Ac";
  context.expect("the script reads the fields of a form as the browser sent them",
                 mirror.send(fields, "application/x-www-form-urlencoded"), Serves(mirror.answer_to(fields)));
  context.expect("and a body of one octet", mirror.send("x", "text/plain"), Serves(mirror.answer_to("x")));
}

void octets(Context& context) {
  Mirror mirror(context);
  const std::string body = every_octet_value();
  context.expect("every octet value reaches the script as it was sent",
                 mirror.send(body, "application/octet-stream"), Serves(mirror.answer_to(body)));
}

void large(Context& context) {
  Mirror mirror(context);
  const std::string body = noise(1'048'577, 9);
  const HttpReply reply = mirror.send(body, "application/octet-stream");
  context.expect("a script is sent a file of a mebibyte", reply, Status(200));
  context.expect("and reads it whole", describe_difference(mirror.answer_to(body), reply.body),
                 Eq(std::string()));
}

// "A script is not obliged to read any of the data."
void unread(Context& context) {
  const Proof proof(context);
  const std::string name = "deaf" + script_extension(context);
  put_script(context, name,
             perl(context, "close STDIN;\nselect undef, undef, undef, 0.2;\n" + proof.printed()));
  for (const std::size_t size : {10u, 300'000u}) {
    HttpClient web = context.web();
    context.expect("a script that reads nothing of " + std::to_string(size) + " octets is heard all the same",
                   web.send({.method = "POST",
                             .target = context.place().url_path(name),
                             .headers = {{"Content-Type", "application/octet-stream"}},
                             .body = noise(size, 10)}),
                   Serves(proof.said()));
  }
}

const Scenario table[] = {
    {.id = "cgi.body.form",
     .clauses = {"CGI-9"},
     .purpose = "What a visitor fills into a form reaches the script that it is posted to.",
     .needs = Need::web | Need::ftp_login,
     .tier = Tier::smoke,
     .run = form},
    {.id = "cgi.body.octets",
     .clauses = {"CGI-9"},
     .purpose = "A file that a visitor sends reaches the script unchanged, whatever octets it holds.",
     .needs = Need::web | Need::ftp_login,
     .run = octets},
    {.id = "cgi.body.large",
     .clauses = {"CGI-9"},
     .purpose = "A picture of a mebibyte reaches the script whole.",
     .needs = Need::web | Need::ftp_login,
     .run = large},
    {.id = "cgi.body.unread",
     .clauses = {"CGI-9"},
     .purpose = "A script need not read what it is sent.",
     .needs = Need::web | Need::ftp_login,
     .run = unread},
};

}  // namespace

std::span<const Scenario> script_body_scenarios() {
  return table;
}

}  // namespace cts
