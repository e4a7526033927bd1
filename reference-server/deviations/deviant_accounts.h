#pragma once

#include <string>

#include "accounts/account_directory.h"
#include "deviations/deviations.h"

namespace refd {

/// The accounts, letting in whom they should not while such a deviation is on. The references must outlive
/// it.
class DeviantAccounts final : public AccountDirectory {
 public:
  /// `name`: the contract's FTP login name.
  DeviantAccounts(const AccountDirectory& kept, std::string name, const Deviations& deviations)
      : kept_(kept), name_(std::move(name)), deviations_(deviations) {}
  std::optional<std::string> ftp_login(std::string_view name, std::string_view password,
                                       const LoginRules& rules) const override;

 private:
  const AccountDirectory& kept_;
  const std::string name_;
  const Deviations& deviations_;
};

}  // namespace refd
