// HOST-3, POP-1, POP-2: POP3 at pop3.<domain>; the account's name and password, and nothing else.

#include "check/pop_checks.h"
#include "scenario/context.h"
#include "scenario/pop/talk.h"
#include "scenario/tables.h"

namespace cts {
namespace {

using testing::Eq;
using testing::Not;

// The session knows its mailbox from another's: a server that says yes to everything does not.
void expect_own_mailbox(Context& context, std::string_view clause, PopClient& session) {
  const auto stat = stat_of(session);
  context.expect_for(clause, "a session that is logged in is told what there is in its mailbox",
                     stat.has_value(), Eq(true));
  const std::string beyond = std::to_string(stat.value_or(PopStat()).messages + 1);
  context.expect_for(clause, "a message that is not there cannot be fetched", session.fetch("RETR " + beyond),
                     Negative());
}

void host_greets(Context& context) {
  PopClient session = context.connect_pop();
  context.expect("POP3 at pop3.<domain> greets", session.greeting(), Positive());
  context.expect("it gives nothing to who has not logged in", session.fetch("RETR 1"), Negative());
  context.expect("it says goodbye", session.quit(), Positive());
}

void contract_pair(Context& context) {
  const Target::MailAccount& account = context.mail_account();
  PopReply accepted;
  PopClient session = context.try_pop(account, accepted, {});
  context.expect("the account's name and plain password are accepted", accepted, Positive());
  expect_own_mailbox(context, "POP-1", session);
  session.quit();
  const std::string other = with_first_letter_in_another_case(account.name);
  if (other.empty()) return;
  PopClient second = context.connect_pop();
  const PopReply reply =
      second.login(other, account.password.reveal(), context.profile().mail.second_session_wait);
  if (!reply.is_temporary())
    context.record("pop.name_in_another_case", reply.positive ? "is the same name" : "is another name");
  second.quit();
}

void expect_refused(Context& context, std::string_view requirement, const std::string& name,
                    const std::string& password) {
  const Target::MailAccount& account = context.mail_account();
  // The right pair works: it is not just everybody who is refused.
  PopClient owner = context.pop(account);
  expect_own_mailbox(context, "POP-2", owner);
  owner.quit();
  PopClient intruder = context.connect_pop();
  const PopReply reply = intruder.login(name, password, context.profile().mail.second_session_wait);
  context.expect(requirement, reply, Negative());
  if (intruder.is_open())
    context.expect("who was refused is told nothing", intruder.command("STAT"), Not(Positive()));
}

void wrong_password(Context& context) {
  expect_refused(context, "a wrong password is refused", context.mail_account().name,
                 "not-" + context.unique());
}

void wrong_case_of_password(Context& context) {
  const Target::MailAccount& account = context.mail_account();
  const std::string password = with_first_letter_in_another_case(account.password.reveal());
  if (password.empty()) context.not_applicable("the password holds no letter");
  expect_refused(context, "the password in another case is refused", account.name, password);
}

void others_password(Context& context) {
  const Secret& others = context.mail_account(1).password;
  if (others == context.mail_account().password)
    context.not_applicable("both mail accounts have the same password");
  expect_refused(context, "another account's password is a wrong one", context.mail_account().name,
                 others.reveal());
}

void unknown_name(Context& context) {
  expect_refused(context, "a name that nobody has is refused, also with somebody's password",
                 "nobody-" + context.unique(), context.mail_account().password.reveal());
}

void after_a_failure(Context& context) {
  const Target::MailAccount& account = context.mail_account();
  PopClient session = context.connect_pop();
  const PopReply refused =
      session.login(account.name, "not-" + context.unique(), context.profile().mail.second_session_wait);
  context.expect("a wrong password is refused", refused, Negative());
  const bool may_try_again = session.is_open() && patient_login(context, session, account).positive;
  context.record("pop.after_a_failed_login",
                 may_try_again ? "same session may try again" : "session is ended");
  if (!may_try_again) session = reopened(context, account);
  expect_own_mailbox(context, "POP-2", session);
  session.quit();
}

const Scenario table[] = {
    {.id = "pop.host.greets",
     .clauses = {"HOST-3"},
     .purpose = "POP3 is found at pop3.<domain>.",
     .needs = {},  // it judges the greeting that others need
     .tier = Tier::smoke,
     .consent = Consent::observe,
     .run = host_greets},
    {.id = "pop.login.contract_pair",
     .clauses = {"POP-1"},
     .purpose = "An account's name and plain password open its mailbox on port 110.",
     .needs = Need::pop,  // it judges the login that others need
     .tier = Tier::smoke,
     .consent = Consent::observe,
     .mail_accounts = 1,
     .run = contract_pair},
    {.id = "pop.login.wrong_password",
     .clauses = {"POP-2"},
     .purpose = "Nobody reads mail with a wrong password.",
     .needs = Need::pop_login,
     .consent = Consent::observe,
     .mail_accounts = 1,
     .run = wrong_password},
    {.id = "pop.login.wrong_case_of_password",
     .clauses = {"POP-2"},
     .purpose = "A password with a capital in the wrong place is a wrong password.",
     .needs = Need::pop_login,
     .consent = Consent::observe,
     .mail_accounts = 1,
     .run = wrong_case_of_password},
    {.id = "pop.login.others_password",
     .clauses = {"POP-2"},
     .purpose = "Nobody reads another account's mail with the password of their own.",
     .needs = Need::pop_login,
     .consent = Consent::observe,
     .mail_accounts = 2,
     .run = others_password},
    {.id = "pop.login.unknown_name",
     .clauses = {"POP-2"},
     .purpose = "Nobody reads mail under a name that the contract does not have.",
     .needs = Need::pop_login,
     .consent = Consent::observe,
     .mail_accounts = 1,
     .run = unknown_name},
    {.id = "pop.login.after_a_failure",
     .clauses = {"POP-2"},
     .purpose = "A customer who mistypes the password once can still read mail.",
     .needs = Need::pop_login,
     .consent = Consent::observe,
     .mail_accounts = 1,
     .run = after_a_failure},
};

}  // namespace

std::span<const Scenario> pop_login_scenarios() {
  return table;
}

}  // namespace cts
