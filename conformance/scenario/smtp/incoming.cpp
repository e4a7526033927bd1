// SMTP-7: mail for the customer, from anybody.

#include <algorithm>
#include <cctype>

#include "check/delivery_report.h"
#include "check/message.h"
#include "check/smtp_checks.h"
#include "scenario/context.h"
#include "scenario/mail/sending.h"
#include "scenario/mail_tables.h"

namespace cts {
namespace {

using testing::AllOf;
using testing::Eq;
using testing::Ge;
using testing::Lt;
using testing::SizeIs;

/// A stranger hands the letter over on port 25.
SmtpTransaction stranger_sends(Context& context, const SmtpEnvelope& envelope, const Letter& letter) {
  SmtpClient smtp = greeted(context, Context::SmtpPort::transfer, strangers_place);
  SmtpTransaction done = smtp.send(envelope, letter.octets);
  smtp.quit();
  return done;
}

void expect_arrival(Context& context, Mailbox& mailbox, const Letter& letter) {
  const auto arrived = mailbox.await(letter.mark);
  if (context.expect("and arrives", arrived, SizeIs(1)))
    context.expect("as it was sent", arrived.front(), Carries(letter.octets));
}

void from_anybody(Context& context) {
  Mailbox mailbox(context);
  for (const std::string& from : {foreign_address(context, "correspondent"), std::string()}) {
    const Letter letter = write_letter(
        new_mark(context), {.from = foreign_address(context, "correspondent"), .to = mailbox.address()});
    context.expect(from.empty() ? "an error mail is taken" : "a stranger's mail is taken",
                   stranger_sends(context, {.from = from, .to = {mailbox.address()}}, letter), SmtpTaken());
    expect_arrival(context, mailbox, letter);
  }
}

void in_japanese(Context& context) {
  Mailbox mailbox(context);
  const std::string from = foreign_address(context, "correspondent");
  for (const auto write : {write_japanese_letter, write_encoded_letter}) {
    const Letter letter = write(new_mark(context), from, mailbox.address());
    context.expect("mail in Japanese is taken",
                   stranger_sends(context, {.from = from, .to = {mailbox.address()}}, letter), SmtpTaken());
    expect_arrival(context, mailbox, letter);
  }
}

void unknown_address(Context& context) {
  Mailbox mailbox(context);
  const std::string nobody = new_mark(context) + "@" + context.target().domain.name;
  SmtpClient smtp = permitted(context, mailbox.account());
  const SmtpTransaction asked = ask_for(smtp, mailbox.address(), nobody);
  context.need("the sender is taken", asked.mail, SmtpTaken());
  if (!asked.outcome().completed()) {
    context.expect("an address that nobody has is refused for good", asked,
                   SmtpCode(AllOf(Ge(500), Lt(600))));
    context.record("smtp.unknown_address", "refused at RCPT with " + std::to_string(asked.outcome().code));
    return;
  }
  // Some servers know only later that there is nobody, and tell the sender by mail.
  const Letter letter = write_letter(new_mark(context), {.from = mailbox.address(), .to = nobody});
  const SmtpTransaction done = smtp.send({.from = mailbox.address(), .to = {nobody}}, letter.octets);
  smtp.quit();
  if (!done.accepted()) {
    context.expect("an address that nobody has is refused for good", done, SmtpCode(AllOf(Ge(500), Lt(600))));
    return;
  }
  const auto answers = mailbox.await(letter.mark);
  const bool told = std::any_of(answers.begin(), answers.end(),
                                [](const std::string& answer) { return read_report(answer).is_one; });
  context.expect("an address that nobody has is refused, or its sender gets an error mail", told, Eq(true));
  context.record("smtp.unknown_address", "taken, and an error mail is sent");
}

std::string upper(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return static_cast<char>(std::toupper(static_cast<unsigned char>(c))); });
  return text;
}

void in_capitals(Context& context) {
  Mailbox mailbox(context);
  const std::string& address = mailbox.address();
  const std::size_t at = address.find('@');
  const std::string from = foreign_address(context, "correspondent");
  for (const std::string& to : {address.substr(0, at) + upper(address.substr(at)), upper(address)}) {
    const Letter letter = write_letter(new_mark(context), {.from = from, .to = address});
    context.expect("mail for " + to + " is taken",
                   stranger_sends(context, {.from = from, .to = {to}}, letter), SmtpTaken());
    expect_arrival(context, mailbox, letter);
  }
}

void for_several(Context& context) {
  Mailbox one(context, 0);
  Mailbox two(context, 1);
  const std::string from = foreign_address(context, "correspondent");
  const Letter letter = write_letter(new_mark(context), {.from = from, .to = one.address()});
  context.expect("a message for two accounts is taken",
                 stranger_sends(context, {.from = from, .to = {one.address(), two.address()}}, letter),
                 SmtpTaken());
  expect_arrival(context, one, letter);
  expect_arrival(context, two, letter);
}

const Scenario table[] = {
    {.id = "smtp.incoming.from_anybody",
     .clauses = {"SMTP-7"},
     .purpose = "Everybody can write to the customer.",
     .needs = Need::smtp | Need::pop_login,
     .vantage_points = 2,
     .mail_accounts = 1,
     .run = from_anybody},
    {.id = "smtp.incoming.in_japanese",
     .clauses = {"SMTP-7"},
     .purpose = "Mail in Japanese arrives as it was written, in the encodings of then and of today.",
     .needs = Need::smtp | Need::pop_login,
     .vantage_points = 2,
     .mail_accounts = 1,
     .run = in_japanese},
    {.id = "smtp.incoming.unknown_address",
     .clauses = {"SMTP-7"},
     .purpose = "Who mistypes an address of the customer's learns of it.",
     .needs = Need::smtp | Need::pop_login,
     .mail_accounts = 1,
     .run = unknown_address},
    {.id = "smtp.incoming.in_capitals",
     .clauses = {"SMTP-7"},
     .purpose = "An address is the same in capitals.",
     .needs = Need::smtp | Need::pop_login,
     .vantage_points = 2,
     .mail_accounts = 1,
     .run = in_capitals},
    {.id = "smtp.incoming.for_several",
     .clauses = {"SMTP-7"},
     .purpose = "One message for several accounts arrives at each.",
     .needs = Need::smtp | Need::pop_login,
     .vantage_points = 2,
     .mail_accounts = 2,
     .run = for_several},
};

}  // namespace

std::span<const Scenario> smtp_incoming_scenarios() {
  return table;
}

}  // namespace cts
