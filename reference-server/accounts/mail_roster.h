#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "accounts/mail_accounts.h"
#include "accounts/password_hashes.h"
#include "base/result.h"

namespace refd {

/// The contract's mail accounts, for whoever sets them up. What has returned without a failure is seen by
/// every service at once and survives the server's end. Thread-safe; calls block on the disk.
class MailRoster {
 public:
  MailRoster() = default;
  MailRoster(const MailRoster&) = delete;
  MailRoster& operator=(const MailRoster&) = delete;
  virtual ~MailRoster() = default;

  /// Whether an account has, or ever had, this name, whatever the case: it names a mailbox, and nobody is to
  /// find his predecessor's mail in his own.
  virtual bool was_used(std::string_view name) const = 0;

  /// A new account. EEXIST when its name was used or its address is somebody's.
  virtual Result<void> add(const MailAccount& account, const PasswordHashes& password) = 0;
  // ENOENT when there is no account of that name (to the letter).
  virtual Result<void> set_address(const std::string& name, const std::string& address) = 0;
  virtual Result<void> set_password(const std::string& name, const PasswordHashes& password) = 0;
  virtual Result<void> set_quota(const std::string& name, std::uint64_t octets) = 0;
  virtual Result<void> remove(const std::string& name) = 0;
};

}  // namespace refd
