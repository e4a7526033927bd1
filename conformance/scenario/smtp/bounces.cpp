// SMTP-8 and SMTP-9: what a sender hears when somebody elsewhere does not take his mail.

#include <algorithm>
#include <optional>

#include "check/delivery_report.h"
#include "check/smtp_checks.h"
#include "scenario/context.h"
#include "scenario/mail/elsewhere.h"
#include "scenario/mail/sending.h"
#include "scenario/mail_tables.h"
#include "scenario/mbox/filling.h"
#include "scenario/patience.h"

namespace cts {
namespace {

using testing::Eq;
using testing::HasSubstr;
using testing::SizeIs;
using testing::StartsWith;

/// The error mail about `mark` that has come, if one has.
std::optional<std::string> error_mail(Mailbox& mailbox, std::string_view mark) {
  std::optional<std::string> found;
  for (const std::string& message : mailbox.await(mark))
    if (read_report(message).is_one) found = message;
  return found;
}

/// A customer's mail for somebody elsewhere, taken here.
void send_elsewhere(Context& context, const Mailbox& mailbox, const Letter& letter, const std::string& to) {
  SmtpClient smtp = permitted(context, mailbox.account());
  context.need("a customer's mail for elsewhere is taken",
               smtp.send({.from = mailbox.address(), .to = {to}}, letter.octets), SmtpTaken());
  smtp.quit();
}

void expect_report(Context& context, Mailbox& mailbox, const Letter& letter, const std::string& to) {
  const std::optional<std::string> answer = error_mail(mailbox, letter.mark);
  if (!context.expect("the sender gets an error mail about it", answer.has_value(), Eq(true))) return;
  const DeliveryReport report = read_report(*answer);
  // Without a part for machines, as old servers write it, the text has to do.
  if (report.action.empty()) {
    context.expect("which names the recipient", *answer, HasSubstr(to));
    context.record("smtp.error_mail", "without a report for machines");
    return;
  }
  context.expect("which says that it failed", report.action, Eq(std::string("failed")));
  context.expect("for good", report.status, StartsWith("5."));
  context.expect("and for whom", report.recipient, Eq(to));
  context.record("smtp.error_mail", report.status + " " + report.diagnostic);
}

void too_large_elsewhere(Context& context) {
  constexpr std::size_t limit = 20'000;
  Mailbox mailbox(context);
  for (const bool tells_before : {true, false}) {
    const Elsewhere elsewhere(context, {.message_octets = limit, .offers_size = tells_before});
    const std::string mark = new_mark(context);
    const std::string to = elsewhere.address(mark);
    const Letter letter = whole(write_letter_of(mark, mailbox.address(), to, 2 * limit));
    send_elsewhere(context, mailbox, letter, to);
    expect_report(context, mailbox, letter, to);
    context.expect("nothing of it arrives", elsewhere.arrived_for(mark), SizeIs(0));
  }
}

void nobody_elsewhere(Context& context) {
  const Elsewhere elsewhere(context, {.refuses_recipient = [](const std::string&) {
                              return "550 5.1.1 nobody of that name";
                            }});
  Mailbox mailbox(context);
  const std::string mark = new_mark(context);
  const std::string to = elsewhere.address(mark);
  const Letter letter = write_letter(mark, {.from = mailbox.address(), .to = to});
  send_elsewhere(context, mailbox, letter, to);
  expect_report(context, mailbox, letter, to);
}

/// Whether the target comes to be told that a recipient of that mark is not taken.
bool is_refused(Context& context, const Elsewhere& elsewhere, const std::string& mark) {
  return seen_within(context.profile().mail.bounce_wait, [&] {
    const auto refused = elsewhere.sink().refused_recipients();
    return std::any_of(refused.begin(), refused.end(), [&](const std::string& recipient) {
      return recipient.find(mark) != std::string::npos;
    });
  });
}

/// An error mail about an error mail would go round for ever.
void no_error_mail_about_one(Context& context) {
  const Elsewhere elsewhere(context, {.refuses_recipient = [](const std::string& to) {
                              return to.starts_with("no-") ? std::string("550 5.1.1 nobody") : std::string();
                            }});
  Mailbox mailbox(context);
  const std::string mark = new_mark(context);
  const std::string refused = "no-" + elsewhere.address(mark);
  SmtpClient smtp = permitted(context, mailbox.account());
  const Letter letter = write_letter(mark, {.from = mailbox.address(), .to = refused});
  const SmtpTransaction done = smtp.send({.from = "", .to = {refused}}, letter.octets);
  if (!done.accepted()) context.not_applicable("the target takes no error mail for elsewhere from customers");
  smtp.quit();
  context.need("it is tried elsewhere", is_refused(context, elsewhere, mark), Eq(true));
  // Another one, with a sender, is told; all that came before it would have been.
  const std::string other_mark = new_mark(context);
  const std::string other = "no-" + elsewhere.address(other_mark);
  send_elsewhere(context, mailbox, write_letter(other_mark, {.from = mailbox.address(), .to = other}), other);
  const bool told = error_mail(mailbox, other_mark).has_value();
  context.expect("the sender of a message that is refused elsewhere gets an error mail", told, Eq(true));
  context.expect("nobody gets one about an error mail", mailbox.holding(mark + "@"), SizeIs(0));
}

void lost_when_full(Context& context) {
  const Elsewhere elsewhere(context, {.refuses_recipient = [](const std::string&) {
                              return "550 5.1.1 nobody of that name";
                            }});
  Mailbox mailbox(context, 0);
  Mailbox others(context, 1);
  const auto send_one = [&](const Mailbox& from) {
    const std::string mark = new_mark(context);
    const std::string to = elsewhere.address(mark);
    send_elsewhere(context, from, write_letter(mark, {.from = from.address(), .to = to}), to);
    return mark;
  };
  const std::string first = send_one(mailbox);
  context.expect("while there is room the error mail arrives", error_mail(mailbox, first).has_value(),
                 Eq(true));

  fill(context, mailbox, mailbox.account());
  const auto before = mailbox.use();
  const std::string second = send_one(mailbox);
  context.need("the message is tried elsewhere", is_refused(context, elsewhere, second), Eq(true));
  // Somebody else's error mail comes meanwhile, and any about what was sent before would have come first.
  const std::string third = send_one(others);
  context.expect("who has room gets his error mail", error_mail(others, third).has_value(), Eq(true));
  const bool arrived = !mailbox.holding(second + "@").empty();
  context.record("smtp.error_mail_when_full", arrived ? "arrives all the same" : "is lost");
  context.expect("what is in the full mailbox stays", mailbox.use().messages, testing::Ge(before.messages));
}

const Scenario table[] = {
    {.id = "smtp.bounce.too_large_elsewhere",
     .clauses = {"SMTP-8"},
     .purpose = "Whose mail is too large for its receiver's server gets an error mail.",
     .needs = Need::smtp | Need::pop_login | Need::elsewhere,
     .resources = {resource::elsewhere},
     .mail_accounts = 1,
     .run = too_large_elsewhere},
    {.id = "smtp.bounce.nobody_elsewhere",
     .clauses = {"SMTP-8"},
     .purpose = "Whose mail is for nobody gets an error mail.",
     .needs = Need::smtp | Need::pop_login | Need::elsewhere,
     .resources = {resource::elsewhere},
     .mail_accounts = 1,
     .run = nobody_elsewhere},
    {.id = "smtp.bounce.no_error_mail_about_one",
     .clauses = {"SMTP-8"},
     .purpose = "Error mails do not go round for ever.",
     .needs = Need::smtp | Need::pop_login | Need::elsewhere,
     .resources = {resource::elsewhere},
     .mail_accounts = 1,
     .run = no_error_mail_about_one},
    {.id = "smtp.bounce.lost_when_full",
     .clauses = {"SMTP-9"},
     .purpose = "Whose mailbox is full may not hear of it, and loses nothing else.",
     .needs = Need::smtp | Need::pop_login | Need::elsewhere,
     .tier = Tier::slow,
     .consent = Consent::destructive,
     .resources = {resource::elsewhere},
     .mail_accounts = 2,
     .run = lost_when_full},
};

}  // namespace

std::span<const Scenario> smtp_bounce_scenarios() {
  return table;
}

}  // namespace cts
