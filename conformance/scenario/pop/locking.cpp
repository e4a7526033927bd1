// POP-3: one session an account.

#include "check/pop_checks.h"
#include "scenario/context.h"
#include "scenario/pop/talk.h"
#include "scenario/tables.h"

namespace cts {
namespace {

using testing::Not;

/// An error, or the connection is closed: both are what mail programs report. Silence is neither.
bool is_turned_away(const PopReply& reply) {
  return reply.negative() || reply.problem.starts_with("closed") ||
         reply.problem.starts_with("connection reset");
}

void second_session(Context& context) {
  const Target::MailAccount& account = context.mail_account();
  PopClient first = reopened(context, account);
  PopClient second = context.connect_pop();
  const PopReply reply =
      second.greeting().positive ? patient_login(context, second, account) : second.greeting();
  context.expect("while an account is being read a second session for it gets an error", reply,
                 Not(Positive()));
  context.expect("… which it is told, or sees by its connection being closed", is_turned_away(reply),
                 testing::Eq(true));
  context.record("pop.second_session", reply.line.empty() ? reply.problem : reply.line);
  second.abandon();
  context.expect("the first one goes on", first.command("STAT"), Positive());
  first.quit();
}

void free_after_quit(Context& context) {
  const Target::MailAccount& account = context.mail_account();
  PopClient first = reopened(context, account);
  need_judgement(context, first);
  context.expect("QUIT is accepted", first.quit(), Positive());
  PopReply reply;
  PopClient second = login_when_free(context, account, reply);
  context.expect("after QUIT the account can be read again", reply, Positive());
  second.quit();
}

void free_after_cut(Context& context) {
  const Target::MailAccount& account = context.mail_account();
  PopClient first = reopened(context, account);
  need_judgement(context, first);
  context.expect("the session works", first.command("STAT"), Positive());
  first.abandon();
  PopReply reply;
  PopClient second = login_when_free(context, account, reply);
  context.expect("after its connection was cut the account can be read again", reply, Positive());
  second.quit();
}

void other_account(Context& context) {
  PopClient first = reopened(context, context.mail_account());
  need_judgement(context, first);
  PopReply reply;
  PopClient other = context.try_pop(context.mail_account(1), reply, {});
  context.expect("another account can be read at the same time", reply, Positive());
  context.expect("both sessions work: the one", first.command("STAT"), Positive());
  context.expect("… and the other", other.command("STAT"), Positive());
  other.quit();
  first.quit();
}

const Scenario table[] = {
    {.id = "pop.lock.second_session",
     .clauses = {"POP-3"},
     .purpose = "Nobody else can read an account's mail while it is being read.",
     .needs = Need::pop_login,
     .consent = Consent::observe,
     .mail_accounts = 1,
     .run = second_session},
    {.id = "pop.lock.free_after_quit",
     .clauses = {"POP-3"},
     .purpose = "An account can be read again when the session before has ended.",
     .needs = Need::pop_login,
     .consent = Consent::observe,
     .mail_accounts = 1,
     .run = free_after_quit},
    {.id = "pop.lock.free_after_cut",
     .clauses = {"POP-3"},
     .purpose = "A broken connection does not lock an account for good.",
     .needs = Need::pop_login,
     .consent = Consent::observe,
     .mail_accounts = 1,
     .run = free_after_cut},
    {.id = "pop.lock.other_account",
     .clauses = {"POP-3"},
     .purpose = "Reading one account does not keep others from reading theirs.",
     .needs = Need::pop_login,
     .consent = Consent::observe,
     .mail_accounts = 2,
     .run = other_account},
};

}  // namespace

std::span<const Scenario> pop_lock_scenarios() {
  return table;
}

}  // namespace cts
