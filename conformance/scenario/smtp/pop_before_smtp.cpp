// SMTP-3: whoever has just read his mail may send from the same address, for a while.
//
// The scenarios hold resource::clock: a login counts by the server's clock, which none of the others may move
// meanwhile.

#include <algorithm>

#include "check/pop_checks.h"
#include "check/smtp_checks.h"
#include "scenario/context.h"
#include "scenario/mail/elsewhere.h"
#include "scenario/mail/sending.h"
#include "scenario/mail_tables.h"
#include "scenario/patience.h"

namespace cts {
namespace {

/// From which nobody logs in by POP3 but the scenario that moves the clock: what it does there counts at no
/// other time.
constexpr unsigned travellers_place = 2;

/// Servers that learn of a login from their log need a moment; none that the profile does not give to mail.
std::chrono::milliseconds noticing(const Context& context) {
  return std::min<std::chrono::milliseconds>(std::chrono::seconds(10), context.profile().mail.bounce_wait);
}

/// A sender without AUTH, in a session of its own, as far as where the message would begin.
SmtpTransaction tries_from(Context& context, unsigned place) {
  SmtpClient smtp = greeted(context, Context::SmtpPort::transfer, place);
  SmtpTransaction asked =
      try_to_send(smtp, context.mail_account().address, foreign_address(context, new_mark(context)));
  if (smtp.is_open()) smtp.quit();
  return asked;
}

/// The same, until it may send or the patience ends.
SmtpTransaction tries_for_a_while(Context& context, unsigned place) {
  SmtpTransaction asked;
  seen_within(noticing(context), [&] {
    asked = tries_from(context, place);
    return asked.outcome().completed();
  });
  return asked;
}

void reads_mail(Context& context, unsigned place) {
  context.pop(context.mail_account(), place).quit();
}

void login_lets_send(Context& context) {
  need_judgement(context);
  reads_mail(context, customers_place);
  context.expect("after a POP3 login the same address may send elsewhere without AUTH",
                 tries_for_a_while(context, customers_place), SmtpTaken());
}

void whole_message(Context& context) {
  const Elsewhere elsewhere(context);
  reads_mail(context, customers_place);
  if (!context.expect("after a POP3 login the same address may send without AUTH",
                      tries_for_a_while(context, customers_place), SmtpTaken()))
    return;
  const Target::MailAccount& account = context.mail_account();
  const std::string mark = new_mark(context);
  const Letter letter = write_letter(mark, {.from = account.address, .to = elsewhere.address(mark)});
  SmtpClient smtp = greeted(context);
  context.expect("a message without AUTH is taken",
                 smtp.send({.from = account.address, .to = {elsewhere.address(mark)}}, letter.octets),
                 SmtpTaken());
  smtp.quit();
  context.expect("and arrives", elsewhere.await(mark), testing::SizeIs(1));
}

void other_address_may_not(Context& context) {
  reads_mail(context, customers_place);
  context.need("the login has been noticed", tries_for_a_while(context, customers_place), SmtpTaken());
  context.expect("another address than that of the login may not send", tries_from(context, strangers_place),
                 SmtpRefused());
}

void failed_login(Context& context) {
  reads_mail(context, customers_place);
  context.need("a login that succeeds lets send", tries_for_a_while(context, customers_place), SmtpTaken());
  context.need("the address may not send before", tries_from(context, strangers_place), SmtpRefused());
  PopClient pop = context.connect_pop(strangers_place);
  context.need("POP3 greets", pop.greeting(), Positive());
  context.need("a wrong password is refused", pop.login(context.mail_account().name, "x" + context.unique()),
               Negative());
  pop.abandon();
  context.expect("after a failed login the address may not send", tries_from(context, strangers_place),
                 SmtpRefused());
}

/// Longer than a login counts.
std::chrono::seconds step_of(const Profile& profile) {
  return std::chrono::duration_cast<std::chrono::seconds>(profile.mail.pop_before_smtp) +
         std::chrono::minutes(3);
}

/// A moment of the server's clock that is each second's own, of two hours: a login of another run counts
/// there only when both scenarios ran in one second.
std::chrono::seconds moment_of_its_own(const Profile& profile) {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(now) % std::chrono::hours(2);
  return std::chrono::hours(24) + seconds.count() * step_of(profile);
}

void ends_after_a_while(Context& context) {
  const auto window =
      std::chrono::duration_cast<std::chrono::seconds>(context.profile().mail.pop_before_smtp);
  std::chrono::seconds begin = moment_of_its_own(context.profile());
  context.move_clock(begin);
  SmtpTransaction before = tries_from(context, travellers_place);
  // One other run's login may count at one of two moments, not at both.
  if (before.outcome().completed()) {
    begin += step_of(context.profile());
    context.move_clock(begin);
    before = tries_from(context, travellers_place);
  }
  context.expect("before the login the address may not send", before, SmtpRefused());
  reads_mail(context, travellers_place);
  context.expect("after it, it may", tries_for_a_while(context, travellers_place), SmtpTaken());
  context.move_clock(begin + window / 2);
  context.expect("half the time later, it still may", tries_from(context, travellers_place), SmtpTaken());
  context.move_clock(begin + window + std::chrono::minutes(2));
  context.expect("when the time is over, it may not any more", tries_from(context, travellers_place),
                 SmtpRefused());
}

const Scenario table[] = {
    {.id = "smtp.pop_before_smtp.login_lets_send",
     .clauses = {"SMTP-3"},
     .purpose = "Who has just read his mail may send without SMTP AUTH.",
     .needs = Need::smtp | Need::pop_login,
     .resources = {resource::clock},
     .mail_accounts = 1,
     .run = login_lets_send},
    {.id = "smtp.pop_before_smtp.whole_message",
     .clauses = {"SMTP-3"},
     .purpose = "What is sent after reading mail, without SMTP AUTH, gets where it should.",
     .needs = Need::smtp | Need::pop_login | Need::elsewhere,
     .resources = {resource::clock, resource::elsewhere},
     .mail_accounts = 1,
     .run = whole_message},
    {.id = "smtp.pop_before_smtp.other_address_may_not",
     .clauses = {"SMTP-3"},
     .purpose = "That a customer has read his mail lets nobody else send.",
     .needs = Need::smtp | Need::pop_login,
     .resources = {resource::clock},
     .vantage_points = 2,
     .mail_accounts = 1,
     .run = other_address_may_not},
    {.id = "smtp.pop_before_smtp.failed_login",
     .clauses = {"SMTP-3"},
     .purpose = "Who only tries to read somebody's mail may not send.",
     .needs = Need::smtp | Need::pop_login,
     .resources = {resource::clock},
     .vantage_points = 2,
     .mail_accounts = 1,
     .run = failed_login},
    {.id = "smtp.pop_before_smtp.ends_after_a_while",
     .clauses = {"SMTP-3"},
     .purpose = "The right to send comes with a login and ends some time after it.",
     .needs = Need::smtp | Need::pop_login,
     .resources = {resource::clock},
     .vantage_points = 3,
     .mail_accounts = 1,
     .hooks = {"set_clock"},
     .run = ends_after_a_while},
};

}  // namespace

std::span<const Scenario> pop_before_smtp_scenarios() {
  return table;
}

}  // namespace cts
