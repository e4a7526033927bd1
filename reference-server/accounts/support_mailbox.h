#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "accounts/mail_accounts.h"
#include "accounts/password_hashes.h"

namespace refd {

/// The contract's mail accounts, and beside them the address at which the support takes requests (ACL-9):
/// mail for it is taken from anyone, and nobody logs in there. `kept` must outlive it.
class SupportMailbox final : public MailAccounts {
 public:
  /// Without an address nothing is beside them. `mailbox`: where its mail is put.
  SupportMailbox(const MailAccounts& kept, std::string_view address, MailAccount mailbox)
      : kept_(kept), address_(without_case(address)), mailbox_(std::move(mailbox)) {}

  std::optional<MailAccount> login(std::string_view name, std::string_view password,
                                   const LoginRules& rules) const override {
    return kept_.login(name, password, rules);
  }
  std::optional<MailAccount> at(std::string_view address) const override {
    if (!address_.empty() && without_case(address) == address_) return mailbox_;
    return kept_.at(address);
  }
  bool owns_domain(std::string_view domain) const override {
    const auto at = address_.find('@');
    if (at != std::string::npos && without_case(domain) == address_.substr(at + 1)) return true;
    return kept_.owns_domain(domain);
  }
  std::vector<MailAccount> all() const override { return kept_.all(); }

 private:
  const MailAccounts& kept_;
  const std::string address_;
  const MailAccount mailbox_;
};

}  // namespace refd
