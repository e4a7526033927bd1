// WEB-ERR-500: scripts that cannot be run, and scripts whose answer is none. Each lies beside a sound one, so
// that what is answered is answered to the defect.

#include "check/http_checks.h"
#include "scenario/cgi/script.h"
#include "scenario/context.h"
#include "scenario/tables.h"

namespace cts {
namespace {

/// A sound script; a defective one differs from it in one point.
class SoundScript {
 public:
  explicit SoundScript(Context& context) : context_(context), web_(context.web()), proof_(context) {
    put_script(context_, name(), perl(context_, text()));
    expect_sound("before");
  }

  /// Perl, without the interpreter line.
  std::string text() const { return proof_.printed(); }
  const Proof& proof() const noexcept { return proof_; }

  /// Uploads the script `text`, interpreter line included, and judges what visitors get.
  void expect_500(std::string_view stem, std::string_view what, std::string_view text) {
    const std::string file = std::string(stem) + script_extension(context_);
    put_script(context_, file, text);
    expect_500_of(file, what);
  }
  void expect_500_of(const std::string& file, std::string_view what) {
    context_.expect(std::string(what) + " is answered 500", web_.get(context_.place().url_path(file)),
                    Status(500));
  }
  /// Who answers 500 to everything has not noticed the defect.
  void expect_sound(std::string_view when) {
    context_.need("a sound script runs " + std::string(when), web_.get(context_.place().url_path(name())),
                  Serves(proof_.said()));
  }
  std::string name() const { return "sound" + script_extension(context_); }

 private:
  Context& context_;
  HttpClient web_;
  Proof proof_;
};

void without_permission(Context& context) {
  SoundScript sound(context);
  for (const std::string_view mode : {"644", "600"}) {
    context.place().change_mode(sound.name(), mode);
    sound.expect_500_of(sound.name(), "a script with permissions " + std::string(mode));
  }
  context.place().change_mode(sound.name(), "755");
  sound.expect_sound("with permissions 755 again");
}

void without_interpreter_line(Context& context) {
  SoundScript sound(context);
  sound.expect_500("bare", "a script without an interpreter line", sound.text());
  sound.expect_500("late", "a script whose interpreter line is not the first",
                   "\n" + perl(context, sound.text()));
  sound.expect_500("empty", "a script without a word", "\n");
  sound.expect_sound("afterwards");
}

void with_a_wrong_interpreter(Context& context) {
  SoundScript sound(context);
  sound.expect_500("missing", "a script whose interpreter does not exist",
                   "#!/usr/bin/" + context.unique() + "\n" + sound.text());
  sound.expect_500("directory", "a script whose interpreter is a directory", "#!/usr/bin\n" + sound.text());
  sound.expect_sound("afterwards");
}

void with_a_syntax_error(Context& context) {
  SoundScript sound(context);
  sound.expect_500("brace", "a script with a brace too many", perl(context, sound.text() + "}\n"));
  sound.expect_500("quote", "a script with a quote that is not closed",
                   perl(context, sound.text() + "print \"x;\n"));
  sound.expect_sound("afterwards");
}

void that_ends_early(Context& context) {
  SoundScript sound(context);
  sound.expect_500("silent", "a script that says nothing", perl(context, "exit 0;\n"));
  sound.expect_500("dying", "a script that dies before it has said anything",
                   perl(context, "die 'out of paper';\n" + sound.text()));
  sound.expect_500("half", "a script that ends within its head",
                   perl(context, "print \"Content-Type: text/plain\\n\";\nexit 0;\n"));
  sound.expect_500(
      "killed", "a script that is killed before its head is over",
      perl(context, "$| = 1;\nprint \"Content-Type: text/plain\\n\";\nkill 'KILL', $$;\nsleep 5;\n"));
  sound.expect_sound("afterwards");
}

void with_a_malformed_head(Context& context) {
  SoundScript sound(context);
  sound.expect_500("headless", "a script that begins with its body",
                   perl(context, "print \"<p>\", " + sound.proof().expression() + ", \"</p>\\n\\n\";\n"));
  sound.expect_500("line", "a script with a line in its head that is no field",
                   perl(context, "print \"Content-Type: text/plain\\nno field at all\\n\\n\", " +
                                     sound.proof().expression() + ";\n"));
  sound.expect_sound("afterwards");
}

const Scenario table[] = {
    {.id = "web.err.script_without_permission",
     .clauses = {"WEB-ERR-500"},
     .purpose = "A script without permission to execute is answered 500 until it is given it.",
     .needs = Need::web | Need::ftp_login,
     .run = without_permission},
    {.id = "web.err.script_without_interpreter_line",
     .clauses = {"WEB-ERR-500"},
     .purpose = "A script that does not say what is to run it is answered 500.",
     .needs = Need::web | Need::ftp_login,
     .run = without_interpreter_line},
    {.id = "web.err.script_with_wrong_interpreter",
     .clauses = {"WEB-ERR-500"},
     .purpose = "A script whose interpreter is not there is answered 500.",
     .needs = Need::web | Need::ftp_login,
     .run = with_a_wrong_interpreter},
    {.id = "web.err.script_with_syntax_error",
     .clauses = {"WEB-ERR-500"},
     .purpose = "A script that Perl does not understand is answered 500.",
     .needs = Need::web | Need::ftp_login,
     .run = with_a_syntax_error},
    {.id = "web.err.script_that_ends_early",
     .clauses = {"WEB-ERR-500"},
     .purpose = "A script that ends, whatever the reason, before its head is over is answered 500.",
     .needs = Need::web | Need::ftp_login,
     .run = that_ends_early},
    {.id = "web.err.script_with_malformed_head",
     .clauses = {"WEB-ERR-500"},
     .purpose = "A script whose head is none is answered 500.",
     .needs = Need::web | Need::ftp_login,
     .run = with_a_malformed_head},
};

}  // namespace

std::span<const Scenario> script_failure_scenarios() {
  return table;
}

}  // namespace cts
