#pragma once

#include <optional>

#include "accounts/mail_accounts.h"
#include "policy/mail_policy.h"
#include "smtp/address.h"
#include "smtp/reply.h"

namespace refd::smtp {

/// Who asks for a message to be taken.
struct Asker {
  bool may_send = false;  ///< SMTP-2, SMTP-3: authenticated, or logged in by POP3 before
  const Path& sender;
};

/// What is to become of a message for one recipient.
struct Judgement {
  enum class Fate {
    own,        ///< for a mailbox here
    elsewhere,  ///< to be sent on
    dropped,    ///< taken, and thrown away: only as a deviation
    refused
  };
  Fate fate = Fate::refused;
  Address address;                     ///< where it goes: without what disguised it
  std::optional<MailAccount> account;  ///< own: whose mailbox
  Reply refusal;
};

/// SMTP-4, SMTP-7: mail for the contract's own addresses is taken from anyone, mail for elsewhere from those
/// alone who may send, whatever the address is disguised as. `own_domain` is where <postmaster> is.
Judgement judge(const Path& recipient, const Asker& asker, const SmtpPolicy& policy,
                const MailAccounts& accounts, const std::string& own_domain);

}  // namespace refd::smtp
