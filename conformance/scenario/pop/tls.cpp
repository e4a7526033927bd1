// POP-4: mail can be read over TLS.

#include "check/pop_checks.h"
#include "scenario/context.h"
#include "scenario/pop/talk.h"
#include "scenario/tables.h"

namespace cts {
namespace {

void over_tls(Context& context) {
  const Target::MailAccount& account = context.mail_account();
  PopReply reply;
  PopClient session = context.try_pop(account, reply, {.over_tls = true});
  context.expect("POP3 over TLS greets on its port", session.greeting(), Positive());
  context.need("the account's name and password are accepted", reply, Positive());
  context.expect("the mailbox can be read", session.fetch("LIST"), Positive());
  context.expect("it says goodbye", session.quit(), Positive());
  const TlsFacts* facts = session.tls();
  if (facts == nullptr) return;
  context.record("pops.host", context.target().pops.host);
  context.record("pops.version", facts->version);
  context.record("pops.certificate", facts->distrust.empty() ? "is trusted" : facts->distrust);
}

const Scenario table[] = {
    {.id = "pop.tls.reads",
     .clauses = {"POP-4"},
     .purpose = "Mail can be read over a connection that nobody can listen to.",
     .needs = {},  // it judges the greeting
     .consent = Consent::observe,
     .mail_accounts = 1,
     .run = over_tls},
};

}  // namespace

std::span<const Scenario> pop_tls_scenarios() {
  return table;
}

}  // namespace cts
