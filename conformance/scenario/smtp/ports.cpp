// SMTP-1 and HOST-3: where mail is handed in, and that what was taken gets where it should.

#include "check/message.h"
#include "check/smtp_checks.h"
#include "scenario/context.h"
#include "scenario/mail/elsewhere.h"
#include "scenario/mail/sending.h"
#include "scenario/mail_tables.h"

namespace cts {
namespace {

using testing::ElementsAre;
using testing::Eq;
using testing::SizeIs;
using Port = Context::SmtpPort;

void answers_at_its_name(Context& context) {
  SmtpClient smtp = context.connect_smtp();
  if (!context.expect(context.target().smtp.host + " greets with 220", smtp.greeting(), SmtpCode(220)))
    return;
  context.expect("and answers EHLO", smtp.hello(), SmtpCode(250));
  context.expect("and lets a sender begin", smtp.command("MAIL FROM:<>"), SmtpCode(250));
  context.expect("and says good-bye", smtp.quit(), SmtpCode(221));
  need_judgement(context);
}

/// One of the customers hands a message over at that port for his own mailbox.
void takes_mail_at(Context& context, Port port) {
  Mailbox mailbox(context);
  const Target::MailAccount& account = mailbox.account();
  const Letter letter =
      write_letter(new_mark(context), {.from = account.address, .to = account.address, .subject = "From me"});
  SmtpClient smtp = context.connect_smtp(port);
  if (!context.expect("it greets with 220", smtp.greeting(), SmtpCode(220))) return;
  context.expect("and answers EHLO", smtp.hello(), SmtpTaken());
  if (!smtp.authenticate(account.name, account.password.reveal()).completed())
    smtp.authenticate(account.name, account.password.reveal(), InitialResponse::asked_for);
  context.expect("mail is taken",
                 smtp.send({.from = account.address, .to = {account.address}}, letter.octets), SmtpTaken());
  smtp.quit();
  const auto arrived = mailbox.await(letter.mark);
  if (context.expect("and arrives", arrived, SizeIs(1)))
    context.expect("as it was sent", arrived.front(), Carries(letter.octets));
}

void takes_mail_on_25(Context& context) {
  takes_mail_at(context, Port::transfer);
}

void takes_mail_on_587(Context& context) {
  takes_mail_at(context, Port::submission);
}

Letter write_plain_letter(std::string_view mark, const std::string& from, const std::string& to) {
  return write_letter(mark, {.from = from, .to = to});
}

void gets_out(Context& context) {
  const Elsewhere elsewhere(context);
  const Target::MailAccount& account = context.mail_account();
  for (const auto write :
       {write_plain_letter, write_japanese_letter, write_encoded_letter, write_plain_letter}) {
    const std::string mark = new_mark(context);
    const std::string to = elsewhere.address(mark);
    const Letter letter = write(mark, account.address, to);
    SmtpClient smtp = permitted(context, account);
    context.expect("mail for elsewhere is taken from a customer",
                   smtp.send({.from = account.address, .to = {to}}, letter.octets), SmtpTaken());
    smtp.quit();
    const auto arrived = elsewhere.await(mark);
    if (!context.expect("it arrives there once", arrived, SizeIs(1))) return;
    context.expect("from its sender", arrived.front().from, Eq(account.address));
    context.expect("for its recipient", arrived.front().recipients, ElementsAre(to));
    context.expect("as it was sent", arrived.front().octets, Carries(letter.octets));
  }
}

void what_is_taken_arrives(Context& context) {
  Mailbox mailbox(context);
  const std::string mark = new_mark(context);
  constexpr std::size_t count = 6;
  SmtpClient smtp = permitted(context, mailbox.account());
  for (std::size_t number = 0; number < count; ++number) {
    const Letter letter = write_letter(
        mark, {.from = mailbox.address(), .to = mailbox.address(), .subject = std::to_string(number)});
    context.expect("mail is taken",
                   smtp.send({.from = mailbox.address(), .to = {mailbox.address()}}, letter.octets),
                   SmtpTaken());
  }
  smtp.quit();
  context.expect("all that was taken arrives, and nothing twice", mailbox.await(mark, count), SizeIs(count));
}

const Scenario table[] = {
    {.id = "smtp.host.answers_at_its_name",
     .clauses = {"HOST-3"},
     .purpose = "Mail is handed in at smtp.<domain>.",
     .needs = {},  // it judges what the interconnection stage looks for
     .tier = Tier::smoke,
     .consent = Consent::observe,
     .mail_accounts = 1,  // a target without any leaves mail alone
     .run = answers_at_its_name},
    {.id = "smtp.ports.takes_mail_on_25",
     .clauses = {"SMTP-1"},
     .purpose = "A customer's program can send by port 25.",
     .needs = Need::smtp | Need::pop_login,
     .mail_accounts = 1,
     .run = takes_mail_on_25},
    {.id = "smtp.ports.takes_mail_on_587",
     .clauses = {"SMTP-1"},
     .purpose = "A customer whose provider closes port 25 can send by port 587.",
     .needs = Need::smtp | Need::pop_login,
     .mail_accounts = 1,
     .run = takes_mail_on_587},
    {.id = "smtp.ports.gets_out",
     .clauses = {"SMTP-1", "SMTP-2"},
     .purpose = "What a customer sends to somebody elsewhere gets there as it was.",
     .needs = Need::smtp | Need::pop_login | Need::elsewhere,
     .resources = {resource::elsewhere},
     .mail_accounts = 1,
     .run = gets_out},
    {.id = "smtp.ports.what_is_taken_arrives",
     .clauses = {"SMTP-1", "SMTP-7"},
     .purpose = "No message that the server has taken gets lost.",
     .needs = Need::smtp | Need::pop_login,
     .mail_accounts = 1,
     .run = what_is_taken_arrives},
};

}  // namespace

std::span<const Scenario> smtp_port_scenarios() {
  return table;
}

}  // namespace cts
