// CGI-5: the programs that scripts find at the manual's paths, each tried out by a script. MySQL, which has
// no path there, is seen by the clauses of the database.

#include "check/http_checks.h"
#include "check/version.h"
#include "scenario/cgi/script.h"
#include "scenario/context.h"
#include "scenario/tables.h"

namespace cts {
namespace {

using testing::Eq;

Profile::Program promised(Context& context, std::string_view name) {
  const auto program = promised_program(context, name);
  if (!program || program->path.empty())
    context.not_applicable("the profile promises no path of " + std::string(name));
  return *program;
}

/// What Perl prints for `body`, in which $p is the program's path. A program gets none of the variables of
/// CGI, upon which PHP would take itself for a script's interpreter.
std::string tried_out(Context& context, const Profile::Program& program, std::string_view body) {
  const Proof proof(context);
  const HttpReply reply =
      run_script(context, "try",
                 proof.printed() + "$| = 1;\n" + "%ENV = (PATH => '/usr/bin:/bin:/usr/sbin:/sbin');\n" +
                     "my $p = '" + program.path + "';\n" + std::string(body));
  context.need("a script runs", reply, Status(200));
  context.need("and says so", reply.body, testing::StartsWith(proof.said()));
  return reply.body.substr(proof.said().size());
}

void expect_version(Context& context, const Profile::Program& program,
                    const std::optional<std::string>& found) {
  if (found) context.record("cgi.version." + program.name, *found);
  context.expect(program.path + " is there, in version " + program.lowest_version + " or a later one", found,
                 IsAtLeast(program.lowest_version));
}

void has_perl(Context& context) {
  const Profile::Program program = promised(context, "Perl");
  const Proof proof(context);
  const HttpReply reply =
      run_script(context, "try",
                 "printf \"Content-Type: text/plain\\n\\n%s Perl %vd\", " + proof.expression() + ", $^V;\n");
  context.expect("a script is run by " + program.path, reply,
                 testing::AllOf(Status(200), BodyContains(proof.said() + " Perl ")));
  expect_version(context, program, version_behind(reply.body, proof.said() + " Perl "));
}

void has_php(Context& context) {
  const Profile::Program program = promised(context, "PHP");
  expect_version(context, program,
                 version_behind(tried_out(context, program, "print `$p -v 2>&1`;\n"), "PHP "));
}

void has_nkf(Context& context) {
  const Profile::Program program = promised(context, "nkf");
  expect_version(
      context, program,
      version_behind(tried_out(context, program, "print `$p --version 2>&1` || `$p -v 2>&1`;\n"), "Version"));
  // "Japan" in EUC-JP, to Shift_JIS.
  context.expect(
      "it converts Japanese text",
      tried_out(context, program,
                "my $text = \"\\xc6\\xfc\\xcb\\xdc\";\nprint unpack 'H*', `echo '$text' | $p -s`;\n"),
      Eq(std::string("93fa967b0a")));
}

// Other mailers bring a program of this name and count their versions in their own way. With -bt a Sendmail
// tries out addresses, of which it is given none; the others refuse it, or do the same.
void has_sendmail(Context& context) {
  const Profile::Program program = promised(context, "Sendmail");
  const std::string said = tried_out(context, program,
                                     "print -f $p && -x _ ? 'executable. ' : 'not there. ';\n"
                                     "print `$p -d0.1 -bt </dev/null 2>&1`;\n");
  context.expect(program.path + " is there, for scripts to execute", said,
                 testing::StartsWith("executable. "));
  const auto version = version_behind(said, "Version ");
  context.record("cgi.version.Sendmail", version ? *version : "not told: another mailer's");
  if (version)
    context.expect("it is version " + program.lowest_version + " or a later one", version,
                   IsAtLeast(program.lowest_version));
}

void has_htpasswd(Context& context) {
  const Profile::Program program = promised(context, "htpasswd");
  const std::string name = context.unique();
  context.expect(program.path + " makes an entry for a file of passwords",
                 tried_out(context, program, "print `$p -nb " + name + " password 2>&1`;\n"),
                 testing::MatchesRegex(name + ":[^\n]+[\r\n]+"));
}

void has_uuencode(Context& context) {
  const Profile::Program program = promised(context, "uuencode");
  const std::string text = context.unique();
  context.expect(program.path + " encodes, and Perl decodes what it wrote",
                 tried_out(context, program,
                           "my ($line) = `printf '%s' '" + text +
                               "' | $p note.txt 2>&1` =~ /^begin \\d+ note\\.txt\\n(.*\\n)/;\n" +
                               "print defined $line ? scalar reverse unpack 'u', $line : 'no such text';\n"),
                 Eq(std::string(text.rbegin(), text.rend())));
}

void has_uudecode(Context& context) {
  const Profile::Program program = promised(context, "uudecode");
  const std::string text = context.unique();
  context.expect(program.path + " decodes what Perl has encoded",
                 tried_out(context, program,
                           "my $text = \"begin 644 note.txt\\n\" . pack('u', scalar reverse '" + text +
                               "') . \"`\\nend\\n\";\n"
                               "print `$p -o /dev/stdout 2>&1 <<'END'\n${text}END\n`;\n"),
                 Eq(std::string(text.rbegin(), text.rend())));
}

const Scenario table[] = {
    {.id = "cgi.programs.perl",
     .clauses = {"CGI-5"},
     .purpose = "Perl is where the manual says, in its version or a later one.",
     .needs = Need::web | Need::ftp_login,
     .run = has_perl},
    {.id = "cgi.programs.sendmail",
     .clauses = {"CGI-5"},
     .purpose = "A sendmail is where the manual says; whose it is, is recorded.",
     .needs = Need::web | Need::ftp_login,
     .run = has_sendmail},
    {.id = "cgi.programs.php",
     .clauses = {"CGI-5"},
     .purpose = "PHP is where the manual says, in its version or a later one.",
     .needs = Need::web | Need::ftp_login,
     .run = has_php},
    {.id = "cgi.programs.nkf",
     .clauses = {"CGI-5"},
     .purpose =
         "Scripts find nkf where the manual says, in its version or a later one; it converts Japanese text.",
     .needs = Need::web | Need::ftp_login,
     .run = has_nkf},
    {.id = "cgi.programs.htpasswd",
     .clauses = {"CGI-5"},
     .purpose = "Scripts find htpasswd where the manual says; it makes entries.",
     .needs = Need::web | Need::ftp_login,
     .run = has_htpasswd},
    {.id = "cgi.programs.uuencode",
     .clauses = {"CGI-5"},
     .purpose = "Scripts find uuencode where the manual says; it encodes.",
     .needs = Need::web | Need::ftp_login,
     .run = has_uuencode},
    {.id = "cgi.programs.uudecode",
     .clauses = {"CGI-5"},
     .purpose = "Scripts find uudecode where the manual says; it decodes.",
     .needs = Need::web | Need::ftp_login,
     .run = has_uudecode},
};

}  // namespace

std::span<const Scenario> script_program_scenarios() {
  return table;
}

}  // namespace cts
