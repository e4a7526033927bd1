#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "accounts/account_directory.h"

namespace refd {

/// A mail account without its password. A value.
struct MailAccount {
  std::string name;                ///< what POP3 and SMTP AUTH ask for, and the mailbox's name
  std::string address;             ///< ACCT-1: <requested string>@<domain>, as the contract writes it
  std::uint64_t quota_octets = 0;  ///< MBOX-1
};

/// The contract's mail accounts. Thread-safe.
class MailAccounts {
 public:
  MailAccounts() = default;
  MailAccounts(const MailAccounts&) = delete;
  MailAccounts& operator=(const MailAccounts&) = delete;
  virtual ~MailAccounts() = default;

  /// The account that this name and password open, by POP3 and by SMTP AUTH alike (POP-2, SMTP-2); nothing
  /// when they do not belong together. Takes as long for an unknown name as for a wrong password. Blocks for
  /// as long as the hash takes (milliseconds).
  virtual std::optional<MailAccount> login(std::string_view name, std::string_view password,
                                           const LoginRules& rules) const = 0;

  /// Whose address that is (SMTP-7), whatever the case of its letters; nothing for an unknown one.
  virtual std::optional<MailAccount> at(std::string_view address) const = 0;

  /// Whether `domain` is one that only these accounts have addresses in, whatever the case.
  virtual bool owns_domain(std::string_view domain) const = 0;

  /// All of them, in the order of the contract.
  virtual std::vector<MailAccount> all() const = 0;
};

}  // namespace refd
