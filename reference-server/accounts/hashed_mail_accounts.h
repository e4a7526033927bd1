#pragma once

#include <string>
#include <vector>

#include "accounts/mail_accounts.h"
#include "accounts/password_hashes.h"
#include "accounts/password_matcher.h"

namespace refd {

/// Mail accounts whose passwords are known by their crypt(3) hashes.
class HashedMailAccounts final : public MailAccounts {
 public:
  struct Entry {
    MailAccount account;
    PasswordHashes password;
  };

  /// Accounts of `domain`. Throws std::invalid_argument when a hash is of no scheme that this machine knows.
  HashedMailAccounts(std::string_view domain, std::vector<Entry> entries);

  std::optional<MailAccount> login(std::string_view name, std::string_view password,
                                   const LoginRules& rules) const override;
  std::optional<MailAccount> at(std::string_view address) const override;
  bool owns_domain(std::string_view domain) const override;
  std::vector<MailAccount> all() const override;

 private:
  const std::string domain_;
  const std::vector<Entry> entries_;
  PasswordMatcher matcher_;
  PasswordHashes stand_in_;  // hashed against when the name is unknown
};

}  // namespace refd
