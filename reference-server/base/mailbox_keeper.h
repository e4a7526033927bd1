#pragma once

#include <string>

#include "base/result.h"

namespace refd {

/// What the operator can do to mailboxes. Thread-safe.
class MailboxKeeper {
 public:
  MailboxKeeper() = default;
  MailboxKeeper(const MailboxKeeper&) = delete;
  MailboxKeeper& operator=(const MailboxKeeper&) = delete;
  virtual ~MailboxKeeper() = default;

  /// Removes the mailbox of an account that is gone, with all that is in it. EBUSY while a session reads it.
  virtual Result<void> discard(const std::string& mailbox) = 0;
};

}  // namespace refd
