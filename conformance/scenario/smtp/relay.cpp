// SMTP-4: nobody sends through the customer's server but the customer.
//
// Everything here comes from the strangers' place, without AUTH. Each scenario begins with a control: that
// the same stranger's mail for an address of the customer's is taken, so that a refusal is one of what is
// asked.

#include <string>
#include <vector>

#include "check/smtp_checks.h"
#include "scenario/context.h"
#include "scenario/mail/elsewhere.h"
#include "scenario/mail/sending.h"
#include "scenario/mail_tables.h"

namespace cts {
namespace {

using testing::SizeIs;

constexpr std::string_view somebody = "somebody";

struct Ask {
  std::string what;  ///< "mail for user%elsewhere@here"
  std::string from;
  std::string to;
};

/// What a stranger asks for, in how many disguises.
using Disguise = std::vector<Ask> (*)(Context& context, const std::string& who);

std::string own_domain(const Context& context) {
  return context.target().domain.name;
}

std::string elsewhere_of(Context& context) {
  return context.target().elsewhere.domain;
}

std::vector<Ask> plainly(Context& context, const std::string& who) {
  return {{"mail from elsewhere for elsewhere", foreign_address(context, somebody),
           foreign_address(context, who)}};
}

std::vector<Ask> by_percent(Context& context, const std::string& who) {
  const std::string from = foreign_address(context, somebody);
  const std::string hidden = who + "%" + elsewhere_of(context) + "@";
  std::vector<Ask> asks{{"user%elsewhere@here", from, hidden + own_domain(context)}};
  if (const std::string& address = context.target().smtp.address; !address.empty())
    asks.push_back({"user%elsewhere@[here's address]", from, hidden + "[" + address + "]"});
  return asks;
}

std::vector<Ask> by_source_route(Context& context, const std::string& who) {
  return {{"@here:user@elsewhere", foreign_address(context, somebody),
           "@" + own_domain(context) + ":" + foreign_address(context, who)}};
}

std::vector<Ask> by_quoting(Context& context, const std::string& who) {
  const std::string from = foreign_address(context, somebody);
  const std::string quoted = "\"" + foreign_address(context, who) + "\"";
  return {{"\"user@elsewhere\"@here", from, quoted + "@" + own_domain(context)},
          {"\"user@elsewhere\"", from, quoted}};
}

std::vector<Ask> by_null_sender(Context& context, const std::string& who) {
  return {{"the null sender's mail", "", foreign_address(context, who)}};
}

std::vector<Ask> by_local_sender(Context& context, const std::string& who) {
  return {{"mail from somebody who says that he is the customer", context.mail_account().address,
           foreign_address(context, who)},
          {"mail from somebody who says that he is the postmaster", "postmaster@" + own_domain(context),
           foreign_address(context, who)}};
}

std::vector<Ask> by_other_forms(Context& context, const std::string& who) {
  const std::string from = foreign_address(context, somebody);
  return {{"elsewhere!user", from, elsewhere_of(context) + "!" + who},
          {"elsewhere!user@here", from, elsewhere_of(context) + "!" + who + "@" + own_domain(context)},
          {"user@elsewhere@here", from, foreign_address(context, who) + "@" + own_domain(context)},
          {"user@elsewhere.", from, foreign_address(context, who) + "."},
          {"user@sub.here", from, who + "@nowhere." + own_domain(context)}};
}

std::vector<Ask> every_disguise(Context& context, const std::string& who) {
  std::vector<Ask> all;
  for (const Disguise disguise :
       {plainly, by_percent, by_source_route, by_quoting, by_null_sender, by_local_sender, by_other_forms})
    for (Ask& ask : disguise(context, who)) all.push_back(std::move(ask));
  return all;
}

SmtpClient stranger(Context& context) {
  SmtpClient smtp = greeted(context, Context::SmtpPort::transfer, strangers_place);
  context.need("a stranger's mail for the customer is taken",
               ask_for(smtp, foreign_address(context, somebody), context.mail_account().address),
               SmtpTaken());
  return smtp;
}

/// Whether the target takes mail for whomever at the customer's domain, and tells the sender later that there
/// is nobody. Then it says nothing that an address in disguise is taken like any other of that domain.
bool finds_out_later(Context& context, SmtpClient& smtp) {
  const std::string nobody = new_mark(context) + "@" + own_domain(context);
  return ask_for(smtp, foreign_address(context, somebody), nobody).outcome().completed();
}

/// Whether an address belongs to the customer's domain as the server sees it: also where it names none.
bool is_here(const Context& context, const std::string& address) {
  return address.ends_with("@" + own_domain(context)) || address.ends_with('"') ||
         address.find('@') == std::string::npos;
}

/// What a stranger is told who asks. Many servers end a session after a few refusals: then nothing has been
/// said of this, and it is asked again in another.
SmtpTransaction told_to(Context& context, SmtpClient& smtp, const Ask& ask) {
  SmtpTransaction done = try_to_send(smtp, ask.from, ask.to);
  if (const int code = done.outcome().code; code != 0 && code != 421) return done;
  smtp = stranger(context);
  return try_to_send(smtp, ask.from, ask.to);
}

void expect_refused(Context& context, Disguise disguise) {
  SmtpClient smtp = stranger(context);
  const bool later = finds_out_later(context, smtp);
  bool any_judged = false;
  for (const Ask& ask : disguise(context, new_mark(context))) {
    if (later && is_here(context, ask.to)) {
      context.record("smtp.relay",
                     ask.what + " is taken as any address of the domain; seen is what gets out");
      continue;
    }
    if (!smtp.is_open()) smtp = stranger(context);
    context.expect(ask.what + " is refused", told_to(context, smtp, ask), SmtpRefused());
    any_judged = true;
  }
  if (!any_judged) context.not_applicable("the target finds out later who is nobody");
  if (smtp.is_open()) smtp.quit();
}

template <Disguise disguise>
void refused(Context& context) {
  expect_refused(context, disguise);
}

void submission_is_closed(Context& context) {
  const Target::MailAccount& account = context.mail_account();
  SmtpClient customer = greeted(context, Context::SmtpPort::submission);
  context.need("a customer logs in", customer.authenticate(account.name, account.password.reveal()),
               SmtpTaken());
  context.need("and may send on port 587", ask_for(customer, account.address, account.address), SmtpTaken());
  customer.quit();
  SmtpClient smtp = greeted(context, Context::SmtpPort::submission, strangers_place);
  for (const Disguise disguise : {plainly, by_null_sender, by_local_sender})
    for (const Ask& ask : disguise(context, new_mark(context))) {
      if (!smtp.is_open()) smtp = greeted(context, Context::SmtpPort::submission, strangers_place);
      context.expect("on port 587 " + ask.what + " is refused", try_to_send(smtp, ask.from, ask.to),
                     SmtpRefused());
    }
  if (smtp.is_open()) smtp.quit();
}

/// As rude senders do: on and on, whatever is answered.
void push(Context& context, const Ask& ask, const std::string& mark) {
  SmtpClient smtp = greeted(context, Context::SmtpPort::transfer, strangers_place);
  smtp.command("MAIL FROM:<" + ask.from + ">");
  smtp.command("RCPT TO:<" + ask.to + ">");
  if (smtp.command("DATA").intermediate())
    smtp.message(write_letter(mark, {.from = ask.from, .to = ask.to}).octets);
  smtp.abandon();
}

void nothing_gets_out(Context& context) {
  const Elsewhere elsewhere(context);
  const std::string who = new_mark(context);
  for (const Ask& ask : every_disguise(context, who)) push(context, ask, who);
  // What is sent afterwards, rightly, takes the same way, and all before it would have come first.
  const std::string mine = new_mark(context);
  const Target::MailAccount& account = context.mail_account();
  SmtpClient smtp = permitted(context, account);
  const Letter letter = write_letter(mine, {.from = account.address, .to = elsewhere.address(mine)});
  context.need("a customer's mail is taken",
               smtp.send({.from = account.address, .to = {elsewhere.address(mine)}}, letter.octets),
               SmtpTaken());
  smtp.quit();
  context.need("and gets out", elsewhere.await(mine), SizeIs(1));
  context.expect("nothing of what strangers asked for gets out", elsewhere.arrived_for(who), SizeIs(0));
}

const Scenario table[] = {
    {.id = "smtp.relay.strangers",
     .clauses = {"SMTP-4", "SMTP-7"},
     .purpose = "Nobody else can send to third parties through the customer's server.",
     .needs = Need::smtp,
     .vantage_points = 2,
     .mail_accounts = 1,
     .run = refused<plainly>},
    {.id = "smtp.relay.percent_hack",
     .clauses = {"SMTP-4", "SMTP-7"},
     .purpose = "An address behind a percent sign does not make the server send to third parties.",
     .needs = Need::smtp,
     .vantage_points = 2,
     .mail_accounts = 1,
     .run = refused<by_percent>},
    {.id = "smtp.relay.source_route",
     .clauses = {"SMTP-4", "SMTP-7"},
     .purpose = "A source route does not make the server send to third parties.",
     .needs = Need::smtp,
     .vantage_points = 2,
     .mail_accounts = 1,
     .run = refused<by_source_route>},
    {.id = "smtp.relay.quoted",
     .clauses = {"SMTP-4", "SMTP-7"},
     .purpose = "An address in quotes does not make the server send to third parties.",
     .needs = Need::smtp,
     .vantage_points = 2,
     .mail_accounts = 1,
     .run = refused<by_quoting>},
    {.id = "smtp.relay.null_sender",
     .clauses = {"SMTP-4", "SMTP-7"},
     .purpose = "What looks like an error mail is not sent to third parties.",
     .needs = Need::smtp,
     .vantage_points = 2,
     .mail_accounts = 1,
     .run = refused<by_null_sender>},
    {.id = "smtp.relay.local_sender",
     .clauses = {"SMTP-4", "SMTP-7"},
     .purpose = "Whoever only says that he is the customer cannot send to third parties.",
     .needs = Need::smtp,
     .vantage_points = 2,
     .mail_accounts = 1,
     .run = refused<by_local_sender>},
    {.id = "smtp.relay.other_forms",
     .clauses = {"SMTP-4", "SMTP-7"},
     .purpose = "No old form of address makes the server send to third parties.",
     .needs = Need::smtp,
     .vantage_points = 2,
     .mail_accounts = 1,
     .run = refused<by_other_forms>},
    {.id = "smtp.relay.submission_is_closed",
     .clauses = {"SMTP-4", "SMTP-1", "SMTP-2"},
     .purpose = "Port 587 is for customers only.",
     .needs = Need::smtp,
     .vantage_points = 2,
     .mail_accounts = 1,
     .run = submission_is_closed},
    {.id = "smtp.relay.nothing_gets_out",
     .clauses = {"SMTP-4"},
     .purpose = "Whatever strangers try, none of their mail leaves the server.",
     .needs = Need::smtp | Need::elsewhere,
     .resources = {resource::elsewhere},
     .vantage_points = 2,
     .mail_accounts = 1,
     .run = nothing_gets_out},
};

}  // namespace

std::span<const Scenario> smtp_relay_scenarios() {
  return table;
}

}  // namespace cts
