#pragma once

#include "accounts/mail_accounts.h"
#include "base/log.h"
#include "mail/mail_store.h"
#include "smtp/delivery_outcome.h"

namespace refd::smtp {

/// Puts messages into mailboxes here. Thread-safe; blocks on the disk.
class LocalDelivery {
 public:
  /// Both must outlive it.
  LocalDelivery(const MailAccounts& accounts, MailStore& store, Log log)
      : accounts_(accounts), store_(store), log_(std::move(log)) {}

  /// Whether mail for `address` is delivered here.
  bool is_own(std::string_view address) const;

  /// Stores the message, of about `octets`, for one recipient, behind a line that tells its sender (RFC 5321
  /// section 4.4).
  Outcome deliver(const std::string& sender, const std::string& address, std::uint64_t octets,
                  ByteSource& content) const;

 private:
  const MailAccounts& accounts_;
  MailStore& store_;
  const Log log_;
};

}  // namespace refd::smtp
