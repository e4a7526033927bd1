// SMTP-5 and SMTP-6: how large a message may be, and what an attachment makes of it.

#include <charconv>
#include <optional>

#include "check/large_message.h"
#include "check/smtp_checks.h"
#include "scenario/context.h"
#include "scenario/mail/sending.h"
#include "scenario/mail_tables.h"

namespace cts {
namespace {

using testing::AnyOf;
using testing::Eq;
using testing::Ge;
using testing::Lt;
using testing::SizeIs;

std::uint64_t number_of(const std::string& text) {
  std::uint64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

std::string own(const Mailbox& mailbox) {
  return mailbox.address();
}

SmtpTransaction hand_over(Context& context, const Mailbox& mailbox, const LargeLetter& letter) {
  SmtpClient smtp = permitted(context, mailbox.account());
  SmtpTransaction done = send(smtp, {.from = own(mailbox), .to = {own(mailbox)}}, letter);
  if (smtp.is_open()) smtp.quit();
  return done;
}

/// A message that is taken and arrives as it was sent; what arrived.
std::optional<Arrival> expect_through(Context& context, Mailbox& mailbox, const std::string& what,
                                      const LargeLetter& letter) {
  if (!context.expect(what + " is taken", hand_over(context, mailbox, letter), SmtpTaken()))
    return std::nullopt;
  const std::vector<Arrival> arrived = mailbox.await(letter);
  if (!context.expect("and arrives", arrived, SizeIs(1))) return std::nullopt;
  context.expect("as it was sent", arrived.front().message, IsAsSent(letter.octets));
  return arrived.front();
}

/// A message that is refused after its octets, or whose connection is cut for them; and of which nothing
/// arrives.
void expect_too_large(Context& context, Mailbox& mailbox, const std::string& what,
                      const LargeLetter& letter) {
  SmtpClient smtp = permitted(context, mailbox.account());
  const SmtpTransaction done = send(smtp, {.from = own(mailbox), .to = {own(mailbox)}}, letter);
  context.need("a message is begun", done.mail, SmtpTaken());
  const SmtpReply& end = done.outcome();
  const bool cut_off = end.code == 0 && done.data.intermediate() && !smtp.is_open();
  if (!cut_off) context.expect(what + " is refused for good", end, SmtpCode(AnyOf(552, 554, 550, 523)));
  context.record("smtp.too_large",
                 cut_off ? "the connection is closed" : std::to_string(end.code) + " " + end.status());
  if (smtp.is_open()) smtp.quit();
  // Mail that is sent afterwards arrives, and all before it would have.
  const Letter small = write_letter(new_mark(context), {.from = own(mailbox), .to = own(mailbox)});
  put_into(mailbox, context, small);
  context.expect("nothing of it arrives", mailbox.holding(letter.mark), SizeIs(0));
}

void largest_is_taken(Context& context) {
  Mailbox mailbox(context);
  const std::uint64_t largest = context.profile().mail.largest_message;
  expect_through(context, mailbox, "a message of " + std::to_string(largest) + " octets in all",
                 write_letter_of(new_mark(context), own(mailbox), own(mailbox), largest));
}

void too_large_after_data(Context& context) {
  Mailbox mailbox(context);
  const std::uint64_t too_many = context.profile().mail.message_refused_from;
  expect_too_large(context, mailbox, "a message of " + std::to_string(too_many) + " octets",
                   write_letter_of(new_mark(context), own(mailbox), own(mailbox), too_many));
}

SmtpReply mail_with_size(SmtpClient& smtp, const std::string& from, std::uint64_t octets) {
  SmtpReply reply = smtp.command("MAIL FROM:<" + from + "> SIZE=" + std::to_string(octets));
  if (reply.completed()) smtp.hello();
  return reply;
}

void too_large_by_size(Context& context) {
  const Profile::Mail& mail = context.profile().mail;
  const std::string& from = context.mail_account().address;
  SmtpClient smtp = permitted(context, context.mail_account());
  if (!smtp.offered("SIZE")) context.not_applicable("the target does not offer SIZE");
  context.expect("a message that is announced as large as may be is let in",
                 mail_with_size(smtp, from, mail.largest_message), SmtpTaken());
  context.expect("one that is announced as too large is refused at once",
                 mail_with_size(smtp, from, mail.message_refused_from), SmtpCode(552));
  context.expect("as is one of a size beyond all measure", mail_with_size(smtp, from, 99'999'999'999'999'999),
                 SmtpCode(AnyOf(552, 501)));
  context.expect("and one that is small is let in again", mail_with_size(smtp, from, 1000), SmtpTaken());
  smtp.quit();
}

void limit_that_is_told(Context& context) {
  const Profile::Mail& mail = context.profile().mail;
  SmtpClient smtp = permitted(context, context.mail_account());
  const std::optional<std::string> told = smtp.offered("SIZE");
  context.record("smtp.size_told", told.value_or("not offered"));
  if (!context.expect("EHLO tells how large a message may be", told.has_value(), Eq(true))) return;
  const std::uint64_t limit = number_of(*told);
  // RFC 1870 §4: 0, or none, tells nothing.
  if (limit == 0) context.not_applicable("the target tells no limit");
  context.expect("the limit that EHLO tells is not below what may be sent", limit, Ge(mail.largest_message));
  context.expect("nor is it one that must be refused", limit, Lt(mail.message_refused_from));
  // Where between the two the limit lies: servers read "20 MB" in more than one way.
  std::uint64_t taken = mail.largest_message;
  std::uint64_t refused = mail.message_refused_from;
  context.need("what is too large is refused when its size is told",
               mail_with_size(smtp, context.mail_account().address, refused), SmtpRefused());
  while (refused - taken > 1) {
    const std::uint64_t middle = taken + (refused - taken) / 2;
    (mail_with_size(smtp, context.mail_account().address, middle).completed() ? taken : refused) = middle;
  }
  context.record("smtp.largest_by_size", std::to_string(taken));
  smtp.quit();
}

void attachment_goes_through(Context& context) {
  Mailbox mailbox(context);
  const std::uint64_t octets = context.profile().mail.largest_attachment;
  const std::optional<Arrival> arrived =
      expect_through(context, mailbox, "a message with a file of " + std::to_string(octets) + " octets",
                     write_letter_with_file(new_mark(context), own(mailbox), own(mailbox), octets, 13));
  if (!arrived) return;
  context.expect("the file that is taken out is the one put in", arrived->file_difference, Eq(std::string()));
}

void attachment_is_too_large(Context& context) {
  Mailbox mailbox(context);
  const std::uint64_t octets = context.profile().mail.attachment_refused_from;
  const LargeLetter letter =
      write_letter_with_file(new_mark(context), own(mailbox), own(mailbox), octets, 18);
  context.need("the encoded file is larger than a message may be", letter.octets,
               Ge(context.profile().mail.message_refused_from));
  expect_too_large(
      context, mailbox,
      "a file of " + std::to_string(octets) + " octets, which base64 makes " + std::to_string(letter.octets),
      letter);
}

const Scenario table[] = {
    {.id = "smtp.size.largest_is_taken",
     .clauses = {"SMTP-5"},
     .purpose = "A message as large as the contract says goes through.",
     .needs = Need::smtp | Need::pop_login,
     .tier = Tier::slow,
     .mail_accounts = 1,
     .run = largest_is_taken},
    {.id = "smtp.size.too_large_after_data",
     .clauses = {"SMTP-5"},
     .purpose = "A message that is too large is refused, and nothing of it arrives.",
     .needs = Need::smtp | Need::pop_login,
     .tier = Tier::slow,
     .mail_accounts = 1,
     .run = too_large_after_data},
    {.id = "smtp.size.too_large_by_size",
     .clauses = {"SMTP-5"},
     .purpose = "A mail program that tells the size hears before it sends that a message is too large.",
     .needs = Need::smtp,
     .mail_accounts = 1,
     .run = too_large_by_size},
    {.id = "smtp.size.limit_that_is_told",
     .clauses = {"SMTP-5"},
     .purpose = "The limit that the server tells is the one of the contract.",
     .needs = Need::smtp,
     .mail_accounts = 1,
     .run = limit_that_is_told},
    {.id = "smtp.attachment.goes_through",
     .clauses = {"SMTP-6"},
     .purpose = "A file of the size that the manual names can be sent as an attachment.",
     .needs = Need::smtp | Need::pop_login,
     .tier = Tier::slow,
     .mail_accounts = 1,
     .run = attachment_goes_through},
    {.id = "smtp.attachment.is_too_large",
     .clauses = {"SMTP-6"},
     .purpose = "A file below the limit can be too large once it is encoded, and is refused then.",
     .needs = Need::smtp | Need::pop_login,
     .tier = Tier::slow,
     .mail_accounts = 1,
     .run = attachment_is_too_large},
};

}  // namespace

std::span<const Scenario> smtp_size_scenarios() {
  return table;
}

}  // namespace cts
