// ACCT-5, ACCT-6: what follows when an application has been set up.

#include "check/pop_checks.h"
#include "scenario/acct/members_site.h"
#include "scenario/context.h"
#include "scenario/tables.h"

namespace cts {
namespace {

using testing::Eq;

/// What was posted about an address: the account's name, and the password where it is told.
using Posted = std::vector<std::string>;

Posted posted_about(Context& context, const std::string& address) {
  return context.ask_operator_secretly("posted_settings", address);
}

bool can_fetch(Context& context, const Posted& settings) {
  PopClient pop = context.connect_pop();
  context.need("POP3 greets", pop.greeting().positive, Eq(true));
  const bool is_in = pop.login(settings.at(0), settings.at(1)).positive;
  if (is_in) pop.quit();
  return is_in;
}

bool can_authenticate(Context& context, const Posted& settings) {
  SmtpClient smtp = context.connect_smtp(Context::SmtpPort::submission);
  context.need("SMTP takes EHLO", smtp.hello().code, Eq(250));
  const int code = smtp.authenticate(settings.at(0), settings.at(1)).code;
  smtp.quit();
  return code == 235;
}

int code_for(Context& context, const std::string& address) {
  SmtpClient smtp = context.connect_smtp();
  context.need("SMTP takes EHLO", smtp.hello().code, Eq(250));
  context.need("it takes a sender",
               smtp.command("MAIL FROM:<cts@" + context.target().elsewhere.domain + ">").code, Eq(250));
  const int code = smtp.command("RCPT TO:<" + address + ">").code;
  smtp.quit();
  return code;
}

/// That an account which was there before does what is going to be asked of the new one.
void need_mail_to_work(Context& context) {
  const Target::MailAccount& account = context.mail_account();
  const Posted settings{account.name, account.password.reveal()};
  context.need("an account that was there before can fetch mail", can_fetch(context, settings), Eq(true));
  context.need("it can log in to send", can_authenticate(context, settings), Eq(true));
}

/// Judged beside an account that was there before, at the same moment: who may hand mail in can depend on
/// that.
void expect_mail_for(Context& context, const std::string& what, const std::string& address) {
  context.need("mail for an account that was there before is taken",
               code_for(context, context.mail_account().address), Eq(250));
  context.expect(what, code_for(context, address), Eq(250));
}

/// An account that is set up, and what was posted about it.
Posted need_settings(Context& context, const std::string& address) {
  Posted settings = posted_about(context, address);
  context.need("the settings of the new account were posted, with a password", settings.size(),
               testing::Ge(2U));
  return settings;
}

void settings_follow_an_addition(Context& context) {
  OfficeHours office(context);
  const std::string string = office.new_string();
  context.need("nothing was posted about it before",
               posted_about(context, string + "@" + context.target().domain.name).empty(), Eq(true));
  const std::string address = office.added(string);
  context.expect("after an addition account and password are posted", posted_about(context, address).size(),
                 testing::Ge(2U));
}

void settings_follow_a_change(Context& context) {
  OfficeHours office(context);
  const std::string address = office.added(office.new_string());
  const std::string string = office.new_string();
  office.apply_for_change(address, string);
  context.ask_operator("carry_out_applications");
  const std::string changed = office.address_with(string);
  context.need("the address is changed", changed.empty(), Eq(false));
  context.expect("after a change the settings are posted", posted_about(context, changed).empty(), Eq(false));
}

void nothing_follows_a_deletion(Context& context) {
  OfficeHours office(context);
  const std::string string = office.new_string();
  const std::string address = office.added(string);
  const Posted before = posted_about(context, address);
  office.apply_for_deletion(address);
  context.ask_operator("carry_out_applications");
  context.need("the address is gone", office.has(string), Eq(false));
  const Posted after = posted_about(context, address);
  context.expect("after a deletion nothing is posted", after.empty() || after == before, Eq(true));
}

void works_once_added(Context& context) {
  need_mail_to_work(context);
  OfficeHours office(context);
  const std::string address = office.added(office.new_string());
  context.need("it is at the customer's domain", address,
               testing::EndsWith("@" + context.target().domain.name));
  const Posted settings = need_settings(context, address);
  context.expect("the new account fetches mail by POP3", can_fetch(context, settings), Eq(true));
  context.expect("it logs in to send by SMTP", can_authenticate(context, settings), Eq(true));
  expect_mail_for(context, "mail for it is taken", address);
}

void follows_a_change(Context& context) {
  need_mail_to_work(context);
  OfficeHours office(context);
  const std::string address = office.added(office.new_string());
  const std::string string = office.new_string();
  office.apply_for_change(address, string);
  context.ask_operator("carry_out_applications");
  const std::string changed = office.address_with(string);
  if (!context.expect("a change that was applied for is made", changed.empty(), Eq(false))) return;
  context.need("it is at the customer's domain", changed,
               testing::EndsWith("@" + context.target().domain.name));
  expect_mail_for(context, "mail for the changed address is taken", changed);
}

void stops_once_deleted(Context& context) {
  need_mail_to_work(context);
  OfficeHours office(context);
  const std::string string = office.new_string();
  const std::string address = office.added(string);
  const Posted settings = need_settings(context, address);
  context.need("the new account fetches mail", can_fetch(context, settings), Eq(true));
  context.need("it logs in to send", can_authenticate(context, settings), Eq(true));
  office.apply_for_deletion(address);
  context.ask_operator("carry_out_applications");
  context.need("the address is gone", office.has(string), Eq(false));
  context.expect("a deleted account fetches no mail any more", can_fetch(context, settings), Eq(false));
  context.expect("it does not log in to send either", can_authenticate(context, settings), Eq(false));
}

const Scenario table[] = {
    {.id = "acct.post.settings_follow_an_addition",
     .clauses = {"ACCT-5"},
     .purpose = "The customer gets account and password by post once an addition is set up.",
     .needs = Need::members,
     .tier = Tier::slow,
     .consent = Consent::destructive,
     .resources = {resource::clock, resource::whole_target},
     .hooks = {"set_clock", "carry_out_applications", "posted_settings"},
     .run = settings_follow_an_addition},
    {.id = "acct.post.settings_follow_a_change",
     .clauses = {"ACCT-5"},
     .purpose = "The customer gets the settings by post once a change is set up.",
     .needs = Need::members,
     .tier = Tier::slow,
     .consent = Consent::destructive,
     .resources = {resource::clock, resource::whole_target},
     .hooks = {"set_clock", "carry_out_applications", "posted_settings"},
     .run = settings_follow_a_change},
    {.id = "acct.post.nothing_follows_a_deletion",
     .clauses = {"ACCT-5"},
     .purpose = "After a deletion nothing is posted.",
     .needs = Need::members,
     .tier = Tier::slow,
     .consent = Consent::destructive,
     .resources = {resource::clock, resource::whole_target},
     .hooks = {"set_clock", "carry_out_applications", "posted_settings"},
     .run = nothing_follows_a_deletion},
    {.id = "acct.set_up.works_once_added",
     .clauses = {"ACCT-6"},
     .purpose = "An account that was applied for receives and sends once it is set up.",
     .needs = Need::members | Need::pop_login | Need::smtp,
     .tier = Tier::slow,
     .consent = Consent::destructive,
     .resources = {resource::clock, resource::whole_target},
     .mail_accounts = 1,
     .hooks = {"set_clock", "carry_out_applications", "posted_settings"},
     .run = works_once_added},
    {.id = "acct.set_up.follows_a_change",
     .clauses = {"ACCT-6"},
     .purpose = "An account whose address was changed receives at the new one.",
     .needs = Need::members | Need::pop_login | Need::smtp,
     .tier = Tier::slow,
     .consent = Consent::destructive,
     .resources = {resource::clock, resource::whole_target},
     .mail_accounts = 1,
     .hooks = {"set_clock", "carry_out_applications"},
     .run = follows_a_change},
    {.id = "acct.set_up.stops_once_deleted",
     .clauses = {"ACCT-6"},
     .purpose = "An account whose deletion was applied for neither receives nor sends once it is gone.",
     .needs = Need::members | Need::pop_login | Need::smtp,
     .tier = Tier::slow,
     .consent = Consent::destructive,
     .resources = {resource::clock, resource::whole_target},
     .mail_accounts = 1,
     .hooks = {"set_clock", "carry_out_applications", "posted_settings"},
     .run = stops_once_deleted},
};

}  // namespace

std::span<const Scenario> applied_account_scenarios() {
  return table;
}

}  // namespace cts
