#pragma once

#include <string>
#include <vector>

#include "accounts/account_directory.h"
#include "accounts/password_hashes.h"
#include "accounts/password_matcher.h"

namespace refd {

/// Accounts whose passwords are known by their crypt(3) hashes, in any scheme that libcrypt knows.
class HashedAccounts final : public AccountDirectory {
 public:
  struct Account {
    std::string name;
    std::string password_hash;
    /// Hash of without_case(password). Only LoginRules that ignore the case of passwords look at it; where it
    /// is empty they fall back on password_hash.
    std::string caseless_password_hash;
  };

  /// Throws std::invalid_argument when a hash is of no scheme that this machine knows.
  explicit HashedAccounts(std::vector<Account> accounts);

  std::optional<std::string> ftp_login(std::string_view name, std::string_view password,
                                       const LoginRules& rules) const override;

 private:
  std::vector<Account> accounts_;
  PasswordMatcher matcher_;
  PasswordHashes stand_in_;  // hashed against when the name is unknown
};

}  // namespace refd
