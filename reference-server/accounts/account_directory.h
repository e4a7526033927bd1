#pragma once

#include <string_view>

namespace refd {

/// Who may enter the services of this contract. Thread-safe.
class AccountDirectory {
 public:
  AccountDirectory() = default;
  AccountDirectory(const AccountDirectory&) = delete;
  AccountDirectory& operator=(const AccountDirectory&) = delete;
  virtual ~AccountDirectory() = default;

  /// Whether this FTP login name and password belong together (FTP-LOGIN-1). Takes as long for an unknown
  /// name as for a wrong password.
  virtual bool accepts_ftp(std::string_view name, std::string_view password) const = 0;
};

}  // namespace refd
