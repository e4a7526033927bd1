// SMTP-2: who a customer is, by AUTH PLAIN.

#include <algorithm>
#include <cctype>
#include <chrono>
#include <thread>

#include "check/smtp_checks.h"
#include "client/masking.h"
#include "scenario/context.h"
#include "scenario/mail/sending.h"
#include "scenario/mail_tables.h"

namespace cts {
namespace {

using testing::AnyOf;
using testing::Contains;
using testing::Not;
using Port = Context::SmtpPort;

std::vector<std::string> words_of(const std::string& text) {
  std::vector<std::string> words;
  std::string word;
  for (const char c : text + " ") {
    if (c != ' ') {
      word += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    } else if (!word.empty()) {
      words.push_back(std::exchange(word, {}));
    }
  }
  return words;
}

void is_offered(Context& context) {
  need_judgement(context);
  for (const Port port : {Port::transfer, Port::submission}) {
    SmtpClient smtp = greeted(context, port);
    const std::optional<std::string> mechanisms = smtp.offered("AUTH");
    context.expect("EHLO offers AUTH with PLAIN", words_of(mechanisms.value_or("")), Contains("PLAIN"));
    smtp.quit();
  }
}

void lets_send(Context& context) {
  const Target::MailAccount& account = context.mail_account();
  const std::string to = foreign_address(context, new_mark(context));
  for (const Port port : {Port::transfer, Port::submission}) {
    SmtpClient smtp = greeted(context, port, strangers_place);
    context.need("a stranger may not send elsewhere", try_to_send(smtp, account.address, to), SmtpRefused());
    const SmtpReply reply = smtp.authenticate(account.name, account.password.reveal());
    if (!context.expect("AUTH PLAIN takes the POP3 account's name and password", reply, SmtpCode(235)))
      return;
    context.expect("and lets its owner send anywhere", ask_for(smtp, account.address, to), SmtpTaken());
    context.expect("once is enough: a second AUTH is refused",
                   smtp.authenticate(account.name, account.password.reveal()), SmtpCode(503));
    smtp.quit();
  }
}

void response_may_come_later(Context& context) {
  need_judgement(context);
  const Target::MailAccount& account = context.mail_account();
  SmtpClient smtp = greeted(context);
  const SmtpReply reply =
      smtp.authenticate(account.name, account.password.reveal(), InitialResponse::asked_for);
  context.expect_for("SMTP-11", "AUTH PLAIN asks for the response that did not come with it, and takes it",
                     reply, SmtpCode(235));
  smtp.quit();
}

/// What a wrong pair is told, in a session of its own: many servers end one after a few. Some let who has
/// guessed wait before they look again, for longer than they themselves wait for the answer, and say then
/// that they are in trouble: Postfix with Dovecot, after the third wrong password within a minute.
SmtpReply told_to_guesser(Context& context, unsigned guess, const std::string& name,
                          const std::string& password) {
  SmtpReply reply;
  for (const int patience : {1, 6, 16, 0}) {
    SmtpClient smtp = greeted(context, Port::transfer, guessers_place(context, guess));
    reply = smtp.authenticate(name, password);
    smtp.abandon();
    if (reply.code != 421 && reply.code != 454) break;
    std::this_thread::sleep_for(std::chrono::seconds(patience));
  }
  return reply;
}

// Numbers of guesses (guessers_place()).
constexpr unsigned guesses_of_pairs = 0;
constexpr unsigned guesses_of_case = 5;
constexpr unsigned guesses_without_password = 8;

void expect_refused(Context& context, unsigned guess, const std::string& what, const std::string& name,
                    const std::string& password) {
  const SmtpReply reply = told_to_guesser(context, guess, name, password);
  // Trouble of the moment is no answer to whether the pair is right.
  context.need("the credentials are looked at", reply, Not(SmtpCode(AnyOf(421, 454))));
  context.expect(what + " is refused", reply, SmtpCode(535));
}

void need_login(Context& context, const Target::MailAccount& account) {
  SmtpClient smtp = greeted(context);
  context.need("the right pair is taken", smtp.authenticate(account.name, account.password.reveal()),
               SmtpCode(235));
  smtp.quit();
}

void wrong_pairs(Context& context) {
  const Target::MailAccount& one = context.mail_account(0);
  const Target::MailAccount& two = context.mail_account(1);
  const std::string& password = one.password.reveal();
  need_login(context, one);
  unsigned guess = guesses_of_pairs;
  // Who chose the same password for both has given a right pair.
  if (two.password != one.password)
    expect_refused(context, guess++, "another account's password", one.name, two.password.reveal());
  expect_refused(context, guess++, "a password that goes on", one.name, password + "x");
  expect_refused(context, guess++, "the beginning of the password", one.name,
                 password.substr(0, password.size() - 1));
  expect_refused(context, guess++, "no password", one.name, "");
  expect_refused(context, guess++, "a name that nobody has", "nobody-" + context.unique(), password);
}

template <class Change>
std::string changed(std::string text, Change change) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [&](char c) { return static_cast<char>(change(static_cast<unsigned char>(c))); });
  return text;
}

void letter_case(Context& context) {
  const Target::MailAccount& account = context.mail_account();
  const std::string& password = account.password.reveal();
  const auto swapped = changed(
      password, [](unsigned char c) { return std::isupper(c) != 0 ? std::tolower(c) : std::toupper(c); });
  if (swapped == password) context.not_applicable("the account's password has no letters");
  need_login(context, account);
  unsigned guess = guesses_of_case;
  for (const std::string& other :
       {swapped, changed(password, [](unsigned char c) { return std::tolower(c); }),
        changed(password, [](unsigned char c) { return std::toupper(c); })}) {
    if (other == password) continue;
    expect_refused(context, guess++, "the password in another case", account.name, other);
  }
}

/// What is no pair of credentials: nothing of it lets anybody in, nor ends the session.
void malformed(Context& context) {
  const Target::MailAccount& account = context.mail_account();
  unsigned guess = guesses_without_password;
  SmtpClient smtp = greeted(context, Port::transfer, guessers_place(context, guess++));
  context.expect("AUTH without a mechanism is refused", smtp.command("AUTH"), SmtpRefused());
  context.expect("a mechanism that nobody knows is refused", smtp.command("AUTH XYZZY"), SmtpRefused());
  context.expect("what is no base64 is refused", smtp.command("AUTH PLAIN =====!"), SmtpRefused());
  context.expect("the session goes on", smtp.command("NOOP"), SmtpTaken());
  context.need("AUTH PLAIN alone is asked for its response", smtp.command("AUTH PLAIN"), SmtpCode(334));
  context.expect("which can be called off", smtp.command("*"), SmtpRefused());
  smtp.quit();
  for (const std::string& response :
       {std::string(), account.name, '\0' + account.name, '\0' + account.name + '\0'}) {
    SmtpClient other = greeted(context, Port::transfer, guessers_place(context, guess++));
    context.expect("a response without a password is refused",
                   other.command("AUTH PLAIN " + (response.empty() ? "=" : base64(response))), SmtpRefused());
    other.abandon();
  }
}

const Scenario table[] = {
    {.id = "smtp.auth.is_offered",
     .clauses = {"SMTP-2", "SMTP-1"},
     .purpose = "A mail program sees that it can use SMTP AUTH with PLAIN, on both ports.",
     .needs = Need::smtp,
     .consent = Consent::observe,
     .mail_accounts = 1,
     .run = is_offered},
    {.id = "smtp.auth.lets_send",
     .clauses = {"SMTP-2", "SMTP-4", "SMTP-1"},
     .purpose = "With the name and password of the POP3 account a customer may send from anywhere.",
     .needs = Need::smtp,
     .vantage_points = 2,
     .mail_accounts = 1,
     .run = lets_send},
    {.id = "smtp.auth.response_may_come_later",
     .clauses = {"SMTP-11", "SMTP-2"},
     .purpose = "A mail program may wait to be asked before it tells name and password.",
     .needs = Need::smtp,
     .mail_accounts = 1,
     .run = response_may_come_later},
    {.id = "smtp.auth.wrong_pairs",
     .clauses = {"SMTP-2"},
     .purpose = "Nobody can send with a name and password that do not belong together.",
     .needs = Need::smtp,
     .vantage_points = 2,
     .mail_accounts = 2,
     .run = wrong_pairs},
    {.id = "smtp.auth.letter_case",
     .clauses = {"SMTP-2"},
     .purpose = "A password in the wrong case is no password.",
     .needs = Need::smtp,
     .vantage_points = 2,
     .mail_accounts = 1,
     .run = letter_case},
    {.id = "smtp.auth.malformed",
     .clauses = {"SMTP-2"},
     .purpose = "What is no pair of name and password lets nobody in.",
     .needs = Need::smtp,
     .vantage_points = 2,
     .mail_accounts = 1,
     .run = malformed},
};

}  // namespace

std::span<const Scenario> smtp_authentication_scenarios() {
  return table;
}

}  // namespace cts
