// CGI-6: scripts send mail.

#include "scenario/mail/sending.h"
#include "check/http_checks.h"
#include "check/message.h"
#include "scenario/cgi/script.h"
#include "scenario/context.h"
#include "scenario/mail_tables.h"

namespace cts {
namespace {

using testing::Eq;
using testing::SizeIs;

/// How scripts call it: who is written to stands in the message, or behind the command.
struct Call {
  std::string what;
  std::string arguments;
};

/// A form mail, with a dot in a line of its own: -i and -oi say that it ends nothing.
std::string message(std::string_view mark, const std::string& to) {
  return "From: form@client.test\nTo: " + to + "\nSubject: From a form\nMessage-ID: <" + std::string(mark) +
         "@client.test>\n\nSomebody wrote:\n.\nThat was all.\n";
}

/// Perl that pipes the message into the program, and says so.
std::string piping(const Profile::Program& program, const std::string& arguments, const std::string& text,
                   const Proof& proof) {
  return "open(MAIL, '|" + program.path + " " + arguments + "') or die 'not started';\n" +
         "print MAIL <<'END_OF_MESSAGE';\n" + text +
         "END_OF_MESSAGE\nclose(MAIL) or die \"it ended with $?\";\n" + proof.printed();
}

void sendmail_delivers(Context& context) {
  const auto program = promised_program(context, "Sendmail");
  if (!program || program->path.empty()) context.not_applicable("the profile promises no path of Sendmail");
  Mailbox mailbox(context);
  const Call calls[] = {{"who is written to stands in the message", "-t -i"},
                        {"and with a sender of its own", "-t -oi -f " + mailbox.address()},
                        {"who is written to stands behind the command", "-i " + mailbox.address()},
                        {"and behind options that end", "-oi -- " + mailbox.address()}};
  unsigned number = 0;
  for (const Call& call : calls) {
    const std::string mark = new_mark(context);
    const Proof proof(context);
    const HttpReply reply =
        run_script(context, "send" + std::to_string(++number),
                   piping(*program, call.arguments, message(mark, mailbox.address()), proof));
    const bool called = context.expect("a script can call " + program->path + " where " + call.what, reply,
                                       testing::AllOf(Status(200), BodyContains(proof.said())));
    if (!called) return;
    const auto arrived = mailbox.await(mark + "@");
    if (!context.expect("its mail arrives", arrived, SizeIs(1))) return;
    context.expect("with its text", std::string(body_of(arrived.front())),
                   Eq(std::string("Somebody wrote:\r\n.\r\nThat was all.\r\n")));
    context.expect("and its subject", field_of(arrived.front(), "Subject"), Eq(std::string("From a form")));
  }
}

const Scenario table[] = {
    {.id = "cgi.mail.sendmail_delivers",
     .clauses = {"CGI-6"},
     .purpose = "A form on the site can send what was typed into it by mail.",
     .needs = Need::web | Need::ftp_login | Need::pop_login,
     .mail_accounts = 1,
     .run = sendmail_delivers},
};

}  // namespace

std::span<const Scenario> script_mail_scenarios() {
  return table;
}

}  // namespace cts
