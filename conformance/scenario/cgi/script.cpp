#include "scenario/cgi/script.h"

#include "check/http_checks.h"
#include "scenario/context.h"

namespace cts {
namespace {

// Values are printed in one line each; what is not plain is percent-encoded.
constexpr std::string_view telling = R"perl(
sub show {
  my ($name, $value) = @_;
  $value = "(not set)" unless defined $value;
  s/([^ -\$&-~])/sprintf "%%%02x", ord $1/ge for $name, $value;
  print "$name=$value\n";
}
show("variable $_", $ENV{$_}) for sort keys %ENV;
show("argument " . ($_ + 1), $ARGV[$_]) for 0 .. $#ARGV;
my $body = "";
if ($ENV{CONTENT_LENGTH}) {
  my $left = $ENV{CONTENT_LENGTH};
  while ($left > 0) {
    my $got = read STDIN, $body, $left, length $body;
    last unless $got;
    $left -= $got;
  }
}
show("body", $body);
my ($own) = $0 =~ m{([^/]*)$};
show("directory", -e $own ? "its own" : "another");
)perl";

unsigned value_of(char hexadecimal) {
  return static_cast<unsigned>(std::string_view("0123456789abcdef").find(hexadecimal)) & 15u;
}

std::string decoded(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '%' && at + 2 < text.size()) {
      out += static_cast<char>(value_of(text[at + 1]) << 4 | value_of(text[at + 2]));
      at += 2;
    } else {
      out += text[at];
    }
  }
  return out;
}

std::string below_line_for(Context& context, std::string_view program, std::string_view body) {
  const auto promised = promised_program(context, program);
  if (!promised || promised->path.empty())
    context.not_applicable("the profile names no path of " + std::string(program));
  return "#!" + promised->path + "\n" + std::string(body);
}

}  // namespace

std::optional<Profile::Program> promised_program(Context& context, std::string_view name) {
  for (const Profile::Program& program : context.profile().cgi.programs)
    if (program.name == name) return program;
  return std::nullopt;
}

std::string perl(Context& context, std::string_view body) {
  return below_line_for(context, "Perl", body);
}

std::string php_script(Context& context, std::string_view body) {
  return below_line_for(context, "PHP", body);
}

Proof::Proof(Context& context) {
  const std::string word = context.unique();
  said_ = word + "-42";
  expression_ = "\"" + word + "-\" . " + std::string(in_source);
}

std::string Proof::printed() const {
  return "print \"Content-Type: text/plain\\n\\n\", " + expression_ + ";\n";
}

std::string script_extension(Context& context) {
  const auto& extensions = context.profile().cgi.extensions;
  if (extensions.empty()) context.not_applicable("the profile names no extension of scripts");
  return extensions.front();
}

std::string php_extension(Context& context) {
  const auto& extensions = context.profile().cgi.php_extensions;
  if (extensions.empty()) context.not_applicable("the profile names no extension of PHP pages");
  return extensions.front();
}

void put_script(Context& context, std::string_view name, std::string_view text) {
  context.place().put(name, text);
  context.place().change_mode(name, "755");
}

HttpReply run_script(Context& context, std::string_view stem, std::string_view body) {
  const std::string name = std::string(stem) + script_extension(context);
  put_script(context, name, perl(context, body));
  return context.web().get(context.place().url_path(name));
}

Told::Told(std::string_view text) {
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    const std::size_t equals = line.find('=');
    if (equals == std::string_view::npos) continue;
    facts_.emplace(decoded(line.substr(0, equals)), decoded(line.substr(equals + 1)));
  }
}

std::string Told::operator[](std::string_view fact) const {
  const auto found = facts_.find(fact);
  return found == facts_.end() ? std::string(absent) : found->second;
}

TellingScript::TellingScript(Context& context, std::string_view name) : context_(context) {
  const Proof proof(context);
  proof_ = proof.said() + "\n";
  const std::string file = std::string(name) + script_extension(context);
  put_script(context, file, perl(context, proof.printed() + "print \"\\n\";\n" + std::string(telling)));
  url_ = context.place().url_path(file);
  path_ = context.place().url_path() + file;
}

Told TellingScript::ask(HttpClient& web, const HttpRequest& request) {
  const HttpReply reply = web.send(request);
  context_.need("a script that tells what it is given runs", reply, Status(200));
  context_.need("and says so", reply.body, testing::StartsWith(proof_));
  return Told(reply.body);
}

Told TellingScript::ask(HttpClient& web, std::string_view behind_url) {
  return ask(web, {.target = url_ + std::string(behind_url)});
}

}  // namespace cts
