#pragma once

#include "accounts/mail_accounts.h"
#include "deviations/deviations.h"

namespace refd {

/// The mail accounts, letting in whom they should not, or nobody, while such a deviation is on. The
/// references must outlive it.
class DeviantMailAccounts final : public MailAccounts {
 public:
  DeviantMailAccounts(const MailAccounts& kept, const Deviations& deviations)
      : kept_(kept), deviations_(deviations) {}

  std::optional<MailAccount> login(std::string_view name, std::string_view password,
                                   const LoginRules& rules) const override;
  std::optional<MailAccount> at(std::string_view address) const override { return kept_.at(address); }
  bool owns_domain(std::string_view domain) const override { return kept_.owns_domain(domain); }
  std::vector<MailAccount> all() const override { return kept_.all(); }

 private:
  const MailAccounts& kept_;
  const Deviations& deviations_;
};

}  // namespace refd
