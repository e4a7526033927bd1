// SMTP-10 and SMTP-11: the dialogue, as the standards and mail programs have it.

#include "check/smtp_checks.h"
#include "client/dot_stuffing.h"
#include "scenario/context.h"
#include "scenario/mail/sending.h"
#include "scenario/mail_tables.h"

namespace cts {
namespace {

using testing::AllOf;
using testing::AnyOf;
using testing::Eq;
using testing::Ge;
using testing::Lt;
using testing::Not;
using testing::SizeIs;

std::string from_elsewhere(Context& context) {
  return foreign_address(context, "correspondent");
}

// One mistake in each session: servers hang up on whoever makes many, some after the third.
void old_and_curious(Context& context) {
  for (const std::string_view line : {"XYZZY", "XYZZY with an argument", "HELPME", "mail"}) {
    SmtpClient smtp = context.connect_smtp();
    context.need("SMTP greets", smtp.greeting(), SmtpCode(220));
    context.expect("HELO is taken", smtp.command("HELO client.test"), SmtpCode(250));
    const SmtpReply reply = smtp.command(line);
    if (!context.expect("the unknown command \"" + std::string(line) + "\" is an error", reply,
                        SmtpCode(AllOf(Ge(500), Lt(600)))))
      return;
    context.expect("and the session goes on", smtp.command("NOOP"), SmtpCode(250));
    smtp.quit();
  }
}

void order_and_reset(Context& context) {
  Mailbox one(context, 0);
  Mailbox two(context, 1);
  const std::string from = from_elsewhere(context);
  const std::string mail = "MAIL FROM:<" + from + ">";
  // Two mistakes in each session: servers hang up on whoever makes many, some after the third.
  {
    SmtpClient early = permitted(context, one.account());
    context.expect("RCPT before MAIL is refused", early.command("RCPT TO:<" + one.address() + ">"),
                   SmtpCode(503));
    context.expect("DATA before MAIL is refused", early.command("DATA"), SmtpCode(AnyOf(503, 554)));
    early.quit();
  }
  {
    SmtpClient twice = permitted(context, one.account());
    context.need("a sender is taken", twice.command(mail), SmtpTaken());
    context.expect("DATA before RCPT is refused", twice.command("DATA"), SmtpCode(AnyOf(503, 554)));
    context.expect("a second sender is refused", twice.command(mail), SmtpCode(503));
    twice.quit();
  }
  SmtpClient smtp = permitted(context, one.account());
  context.need("a sender is taken", smtp.command(mail), SmtpTaken());
  context.need("a recipient is taken", smtp.command("RCPT TO:<" + one.address() + ">"), SmtpTaken());
  context.expect("RSET is taken", smtp.command("RSET"), SmtpCode(250));
  context.expect("then there is no recipient", smtp.command("DATA"), SmtpCode(AnyOf(503, 554)));
  const Letter letter = write_letter(new_mark(context), {.from = from, .to = two.address()});
  const SmtpTransaction done = smtp.send({.from = from, .to = {two.address()}}, letter.octets);
  smtp.quit();
  context.expect("a new transaction can begin", done, SmtpTaken());
  context.expect("its message arrives", two.await(letter.mark), SizeIs(1));
  context.expect("but not at who was named before RSET", one.holding(letter.mark), SizeIs(0));
}

/// VRFY and EXPN confirm nobody, and tell nothing that RCPT does not tell as well: Postfix refuses to verify
/// just the addresses for which it takes no mail.
void vrfy_tells_nothing(Context& context) {
  SmtpClient smtp = greeted(context, Context::SmtpPort::transfer, strangers_place);
  const std::string& address = context.mail_account().address;
  const std::string nobody = new_mark(context) + "@" + context.target().domain.name;
  context.need("mail for the address is taken", ask_for(smtp, from_elsewhere(context), address), SmtpTaken());
  const bool taken_for_nobody = ask_for(smtp, from_elsewhere(context), nobody).outcome().completed();
  for (const std::string verb : {"VRFY", "EXPN"}) {
    const SmtpReply known = smtp.command(verb + " " + address);
    const SmtpReply unknown = smtp.command(verb + " " + nobody);
    context.need(verb + " is answered", known.code != 0 && unknown.code != 0, Eq(true));
    context.record("smtp." + std::string(verb == "VRFY" ? "vrfy" : "expn"), std::to_string(known.code));
    if (taken_for_nobody)
      context.expect(verb + " answers the same for who exists and who does not", unknown.code,
                     Eq(known.code));
    context.expect(verb + " confirms no address", known.code, Not(AnyOf(250, 251)));
    context.expect(verb + " vouches for nobody who does not exist", unknown.code, Not(AnyOf(250, 251)));
  }
  smtp.quit();
}

void pipelining(Context& context) {
  Mailbox one(context, 0);
  Mailbox two(context, 1);
  SmtpClient smtp = permitted(context, one.account());
  if (!smtp.offered("PIPELINING")) context.not_applicable("the target does not offer PIPELINING");
  const std::string from = from_elsewhere(context);
  const std::string mail = "MAIL FROM:<" + from + ">";
  const Letter letter = write_letter(new_mark(context), {.from = from, .to = one.address()});
  const auto replies =
      smtp.batch({mail, "RCPT TO:<" + one.address() + ">", "RCPT TO:<" + two.address() + ">", "DATA"});
  for (std::size_t i = 0; i + 1 < replies.size(); ++i)
    context.expect("each command of a batch is answered, in order", replies[i], SmtpCode(250));
  if (!context.expect("DATA at its end too", replies.back(), SmtpCode(354))) return;
  // The end of the message and the next batch at once.
  const Letter second = write_letter(new_mark(context), {.from = from, .to = one.address()});
  smtp.send_raw(dot_stuffed(letter.octets) + mail + "\r\nRCPT TO:<" + one.address() + ">\r\nDATA\r\n");
  for (const int code : {250, 250, 250, 354})
    context.expect("as is what comes with the end of a message", smtp.next_reply(), SmtpCode(code));
  context.expect("the second message is taken", smtp.message(second.octets), SmtpTaken());
  smtp.quit();
  context.expect_for("SMTP-7", "the first message arrives at the first", one.await(letter.mark), SizeIs(1));
  context.expect_for("SMTP-7", "and at the second", two.await(letter.mark), SizeIs(1));
  context.expect_for("SMTP-7", "the second message arrives", one.await(second.mark), SizeIs(1));
}

const Scenario table[] = {
    {.id = "smtp.program.old_and_curious",
     .clauses = {"SMTP-11"},
     .purpose = "A program may know HELO only, and may try what the server does not know.",
     .needs = Need::smtp,
     .consent = Consent::observe,
     .mail_accounts = 1,
     .run = old_and_curious},
    {.id = "smtp.dialogue.order_and_reset",
     .clauses = {"SMTP-10", "SMTP-7"},
     .purpose =
         "Commands out of their order do no harm, and after RSET nothing is left of what was said before.",
     .needs = Need::smtp | Need::pop_login,
     .mail_accounts = 2,
     .run = order_and_reset},
    {.id = "smtp.dialogue.vrfy_tells_nothing",
     .clauses = {"SMTP-10", "SMTP-7"},
     .purpose = "Nobody finds out by VRFY or EXPN which addresses exist.",
     .needs = Need::smtp,
     .vantage_points = 2,
     .mail_accounts = 1,
     .run = vrfy_tells_nothing},
    {.id = "smtp.dialogue.pipelining",
     .clauses = {"SMTP-10", "SMTP-7"},
     .purpose = "A program may send its commands without waiting for each answer.",
     .needs = Need::smtp | Need::pop_login,
     .mail_accounts = 2,
     .run = pipelining},
};

}  // namespace

std::span<const Scenario> smtp_dialogue_scenarios() {
  return table;
}

}  // namespace cts
