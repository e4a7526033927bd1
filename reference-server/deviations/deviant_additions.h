#pragma once

#include "accounts/kept_mail_accounts.h"
#include "deviations/deviations.h"

namespace refd {

/// The mail accounts as one service sees them: those that were applied for may be missing, and those that
/// were deleted still be there, while such a deviation is on. The references must outlive it.
class DeviantAdditions final : public MailAccounts {
 public:
  enum class Service { fetching, sending };
  DeviantAdditions(const KeptMailAccounts& kept, Service service, const Deviations& deviations)
      : kept_(kept), service_(service), deviations_(deviations) {}

  std::optional<MailAccount> login(std::string_view name, std::string_view password,
                                   const LoginRules& rules) const override;
  std::optional<MailAccount> at(std::string_view address) const override { return kept_.at(address); }
  bool owns_domain(std::string_view domain) const override { return kept_.owns_domain(domain); }
  std::vector<MailAccount> all() const override { return kept_.all(); }

 private:
  const KeptMailAccounts& kept_;
  const Service service_;
  const Deviations& deviations_;
};

}  // namespace refd
