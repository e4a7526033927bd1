#pragma once

#include "mail/mail_store.h"
#include "policy/mail_policy.h"

namespace refd {

/// MBOX-1…3: whether a message of `octets` may be stored in a mailbox in which `used` are: EDQUOT when not. A
/// message of unknown size (0) is let in while anything is free.
Result<void> space_for(const MailboxPolicy& policy, const Mailbox& mailbox, std::uint64_t used,
                       std::uint64_t octets);

}  // namespace refd
