#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace refd {

/// How strictly a login is compared. The defaults are the manual's (FTP-LOGIN-1); deviations loosen them.
struct LoginRules {
  bool names_are_case_sensitive = true;
  bool passwords_are_case_sensitive = true;
  bool any_password_is_accepted = false;
};

/// Who may enter the services of this contract. Thread-safe.
class AccountDirectory {
 public:
  AccountDirectory() = default;
  AccountDirectory(const AccountDirectory&) = delete;
  AccountDirectory& operator=(const AccountDirectory&) = delete;
  virtual ~AccountDirectory() = default;

  /// The FTP account that this name and password open, under the name that the contract gives it; nothing
  /// when they do not belong together. Takes as long for an unknown name as for a wrong password. Blocks for
  /// as long as the hash takes (milliseconds).
  virtual std::optional<std::string> ftp_login(std::string_view name, std::string_view password,
                                               const LoginRules& rules) const = 0;

  /// Whether this FTP login name and password belong together (FTP-LOGIN-1).
  bool accepts_ftp(std::string_view name, std::string_view password) const {
    return ftp_login(name, password, LoginRules()).has_value();
  }
};

}  // namespace refd
