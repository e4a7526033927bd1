#pragma once

#include <string>

#include "accounts/mail_accounts.h"

namespace refd::smtp {

/// The contract's accounts, and the operator's own: <postmaster@domain> is taken at every domain whose mail
/// comes here, as RFC 5321 section 4.5.1 wants it. Nobody logs in to it, and it is none of the contract's. A
/// customer who has that address himself gets the mail.
class PostmasterAccounts final : public MailAccounts {
 public:
  /// The mailbox's name: no account's begins with a dot. Its space is that of the plans.
  static constexpr const char* mailbox = ".postmaster";

  /// `accounts` must outlive it.
  explicit PostmasterAccounts(const MailAccounts& accounts) : accounts_(accounts) {}

  std::optional<MailAccount> login(std::string_view name, std::string_view password,
                                   const LoginRules& rules) const override {
    return accounts_.login(name, password, rules);
  }
  std::optional<MailAccount> at(std::string_view address) const override;
  bool owns_domain(std::string_view domain) const override { return accounts_.owns_domain(domain); }
  std::vector<MailAccount> all() const override { return accounts_.all(); }

 private:
  const MailAccounts& accounts_;
};

}  // namespace refd::smtp
