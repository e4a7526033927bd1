#include "scenario/mail/sending.h"

#include <algorithm>

#include "check/smtp_checks.h"

namespace cts {
namespace {

using testing::SizeIs;

constexpr std::string_view senders_name = "correspondent";

// What AUTH is said to, one way or the other.
bool authenticated(SmtpClient& smtp, const Target::MailAccount& account) {
  for (const InitialResponse how : {InitialResponse::sent, InitialResponse::asked_for})
    if (smtp.authenticate(account.name, account.password.reveal(), how).completed()) return true;
  return false;
}

}  // namespace

unsigned guessers_place(const Context& context, unsigned guess) {
  const auto points = static_cast<unsigned>(context.target().vantage_points.size());
  const unsigned free_for_guesses = std::max(1u, points - std::min(points, strangers_place + 1));
  return points - 1 - guess % free_for_guesses;
}

std::string new_mark(Context& context) {
  return context.unique() + "m";
}

SmtpClient greeted(Context& context, Context::SmtpPort port, unsigned from) {
  SmtpClient smtp = context.connect_smtp(port, from);
  context.need("SMTP greets", smtp.greeting(), SmtpCode(220));
  context.need("EHLO is answered", smtp.hello(), SmtpTaken());
  return smtp;
}

void need_judgement(Context& context) {
  SmtpClient smtp = greeted(context);
  context.need("a command that nobody knows is refused", smtp.command("XYZZY"), SmtpRefused());
  smtp.abandon();
}

std::string foreign_address(Context& context, std::string_view who) {
  return std::string(who) + "@" + context.target().elsewhere.domain;
}

SmtpTransaction ask_for(SmtpClient& smtp, const std::string& from, const std::string& to) {
  SmtpTransaction asked;
  asked.mail = smtp.command("MAIL FROM:<" + from + ">");
  if (asked.mail.completed()) asked.recipients.push_back(smtp.command("RCPT TO:<" + to + ">"));
  // EHLO ends a transaction as RSET does (RFC 5321 §4.1.4), and RSET is judged elsewhere.
  if (smtp.is_open()) smtp.hello();
  return asked;
}

SmtpTransaction try_to_send(SmtpClient& smtp, const std::string& from, const std::string& to) {
  SmtpTransaction asked;
  asked.mail = smtp.command("MAIL FROM:<" + from + ">");
  if (asked.mail.completed()) asked.recipients.push_back(smtp.command("RCPT TO:<" + to + ">"));
  if (asked.outcome().completed()) {
    const SmtpReply reply = smtp.command("DATA");
    // Otherwise the outcome is that the recipient was taken.
    if (reply.refused()) asked.data = reply;
    if (!reply.refused()) smtp.abandon();
  }
  if (smtp.is_open()) smtp.hello();
  return asked;
}

SmtpClient permitted(Context& context, const Target::MailAccount& account) {
  SmtpClient smtp = greeted(context);
  const std::string to = foreign_address(context, senders_name);
  if (authenticated(smtp, account) && ask_for(smtp, account.address, to).outcome().completed()) return smtp;
  // The other proof: a login by POP3 from the same address. Some targets notice it in a session begun later.
  context.pop(account).quit();
  SmtpClient other = greeted(context);
  context.need("a customer may send elsewhere", ask_for(other, account.address, to), SmtpTaken());
  return other;
}

SmtpTransaction send(SmtpClient& smtp, const SmtpEnvelope& envelope, const LargeLetter& letter) {
  const auto octets = letter.text();
  return smtp.send(envelope, *octets);
}

namespace {

SmtpTransaction send(SmtpClient& smtp, const SmtpEnvelope& envelope, const Letter& letter) {
  return smtp.send(envelope, letter.octets);
}

template <class AnyLetter>
void put_any(Context& context, const AnyLetter& letter, const std::string& to) {
  SmtpClient smtp = greeted(context);
  const SmtpEnvelope envelope{.from = foreign_address(context, senders_name), .to = {to}};
  SmtpTransaction done = send(smtp, envelope, letter);
  if (!done.accepted() && smtp.is_open()) {
    smtp.hello();
    if (authenticated(smtp, context.mail_account())) done = send(smtp, envelope, letter);
  }
  context.need("mail for a mail account is taken", done.outcome(), SmtpTaken());
  smtp.quit();
}

}  // namespace

void put(Context& context, const Letter& letter, const std::string& to) {
  put_any(context, letter, to);
}

void put(Context& context, const LargeLetter& letter, const std::string& to) {
  put_any(context, letter, to);
}

std::string put_into(Mailbox& mailbox, Context& context, const Letter& letter) {
  put(context, letter, mailbox.address());
  const std::vector<std::string> arrived = mailbox.await(letter.mark);
  context.need("mail for a mail account arrives", arrived, SizeIs(1));
  return arrived.front();
}

void put_into(Mailbox& mailbox, Context& context, const LargeLetter& letter) {
  put(context, letter, mailbox.address());
  context.need("mail for a mail account arrives", mailbox.await(letter), SizeIs(1));
}

}  // namespace cts
