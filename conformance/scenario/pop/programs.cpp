// POP-6: what mail programs send is answered as POP3 has it.

#include "check/message.h"
#include "check/pop_checks.h"
#include "scenario/context.h"
#include "scenario/mail/mailbox.h"
#include "scenario/mail/sending.h"
#include "scenario/pop/talk.h"
#include "scenario/tables.h"

namespace cts {
namespace {

using testing::Eq;
using testing::HasSubstr;
using testing::Not;

Letter two_lines(Context& context, const Mailbox& mailbox) {
  return write_letter(
      new_mark(context),
      {.from = mailbox.address(), .to = mailbox.address(), .body = "the first line\r\nthe second line\r\n"});
}

void unknown_command(Context& context) {
  PopClient session = context.pop(context.mail_account());
  need_judgement(context, session);
  // AUTH alone is how Outlook Express asks for mechanisms; XTND is from another time.
  for (const char* command : {"XYZZY", "XTND XMIT", "AUTH", "LANG *"}) {
    context.need("the session is open", session.is_open(), Eq(true));
    const PopReply reply = session.command(command);
    // A target that knows AUTH lists what it offers.
    if (reply.positive) {
      session.quit();
      session = reopened(context, context.mail_account());
      continue;
    }
    context.expect("an unknown command is an error", reply, Negative());
    context.expect("the session survives it", session.command("STAT"), Positive());
  }
  session.quit();
}

void nothing_done(Context& context) {
  PopClient session = context.pop(context.mail_account());
  need_judgement(context, session);
  context.expect("NOOP is answered +OK", session.command("NOOP"), Positive());
  context.expect("a command may be written in small letters", session.command("noop"), Positive());
  session.quit();
}

void capabilities(Context& context) {
  PopReply reply;
  PopText before;
  PopClient session =
      context.try_pop(context.mail_account(), reply, {.before_login = [&before](PopClient& fresh) {
                        before = fresh.fetch("CAPA");
                      }});
  context.need("POP3 greets", session.greeting(), Positive());
  context.record("pop.capa", before.succeeded() ? "is known" : "is not known");
  context.expect("CAPA is answered by a list that ends, or as an unknown command", before,
                 testing::AnyOf(Positive(), Negative()));
  context.need("a mail program that has asked can log in", reply, Positive());
  need_judgement(context, session);
  context.expect("NOOP is answered +OK in that session", session.command("NOOP"), Positive());
  session.quit();
}

void unique_ids(Context& context) {
  Mailbox mailbox(context);
  const Letter letter = two_lines(context, mailbox);
  put_into(mailbox, context, letter);
  PopClient session = reopened(context, mailbox.account());
  const auto number = number_of(session, letter.mark);
  context.need("the letter is there", number.has_value(), Eq(true));
  const PopText all = session.fetch("UIDL");
  context.expect("UIDL lists the unique ids", all, Positive());
  const PopReply one = session.command("UIDL " + std::to_string(*number));
  context.expect("UIDL tells that of one message", one, Positive());
  const std::string id = id_of(session, *number);
  if (all.succeeded() && one.positive)
    context.expect("both times the same", one.text(),
                   testing::StartsWith(std::to_string(*number) + " " + id));
  session.quit();
}

void top_of_message(Context& context) {
  Mailbox mailbox(context);
  const Letter letter = two_lines(context, mailbox);
  put_into(mailbox, context, letter);
  PopClient session = reopened(context, mailbox.account());
  const auto number = number_of(session, letter.mark);
  context.need("the letter is there", number.has_value(), Eq(true));
  const std::string top = "TOP " + std::to_string(*number);
  const PopText header = session.fetch(top + " 0");
  context.expect("TOP with no lines shows the header", header, Positive());
  context.expect("… in which the message is known by its field", header.text, HasSubstr(letter.mark));
  context.expect("… and nothing of the body", header.text, Not(HasSubstr("the first line")));
  const PopText one = session.fetch(top + " 1");
  context.expect("TOP with one line shows the first", one.text, HasSubstr("the first line"));
  context.expect("… and no other", one.text, Not(HasSubstr("the second line")));
  context.expect("the message itself is as it was", session.fetch("RETR " + std::to_string(*number)).text,
                 HasSubstr("the second"));
  session.quit();
}

void reset(Context& context) {
  Mailbox mailbox(context);
  const Letter letter = two_lines(context, mailbox);
  put_into(mailbox, context, letter);
  PopClient session = reopened(context, mailbox.account());
  const auto number = number_of(session, letter.mark);
  context.need("the letter is there", number.has_value(), Eq(true));
  context.need("DELE is accepted", session.command("DELE " + std::to_string(*number)), Positive());
  context.expect("RSET is accepted", session.command("RSET"), Positive());
  context.expect("what it takes back can be fetched again", session.fetch("RETR " + std::to_string(*number)),
                 Positive());
  session.quit();
  PopClient later = reopened(context, mailbox.account());
  context.expect("… and is there in the next session", number_of(later, letter.mark).has_value(), Eq(true));
  later.abandon();
}

const Scenario table[] = {
    {.id = "pop.programs.unknown_command",
     .clauses = {"POP-6"},
     .purpose = "A mail program that tries a command which the server does not know can go on.",
     .needs = Need::pop_login,
     .consent = Consent::observe,
     .mail_accounts = 1,
     .run = unknown_command},
    {.id = "pop.programs.noop",
     .clauses = {"POP-6"},
     .purpose = "A mail program can see whether the server is still there.",
     .needs = Need::pop_login,
     .consent = Consent::observe,
     .mail_accounts = 1,
     .run = nothing_done},
    {.id = "pop.programs.capabilities",
     .clauses = {"POP-6"},
     .purpose = "A mail program that asks what the server can do gets an answer, and can log in afterwards.",
     .needs = Need::pop_login,
     .consent = Consent::observe,
     .mail_accounts = 1,
     .run = capabilities},
    {.id = "pop.programs.unique_ids",
     .clauses = {"POP-6"},
     .purpose = "A mail program can ask for unique ids.",
     .needs = Need::pop_login | Need::smtp,
     .mail_accounts = 1,
     .run = unique_ids},
    {.id = "pop.programs.top",
     .clauses = {"POP-6"},
     .purpose = "A mail program can look at a header without fetching the message.",
     .needs = Need::pop_login | Need::smtp,
     .mail_accounts = 1,
     .run = top_of_message},
    {.id = "pop.programs.reset",
     .clauses = {"POP-6"},
     .purpose = "A mail program can take its deletions back.",
     .needs = Need::pop_login | Need::smtp,
     .mail_accounts = 1,
     .run = reset},
};

}  // namespace

std::span<const Scenario> pop_program_scenarios() {
  return table;
}

}  // namespace cts
