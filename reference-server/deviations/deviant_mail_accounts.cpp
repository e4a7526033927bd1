#include "deviations/deviant_mail_accounts.h"

namespace refd {

std::optional<MailAccount> DeviantMailAccounts::login(std::string_view name, std::string_view password,
                                                      const LoginRules& rules) const {
  auto account = kept_.login(name, password, rules);
  const auto& effects = deviations_.effects();
  if (effects.mail_logins_are_refused && account) {
    deviations_.note_acted();
    return std::nullopt;
  }
  if (!effects.mail_names_do_not_matter || account) return account;
  for (const auto& other : kept_.all()) {
    if (const auto opened = kept_.login(other.name, password, rules)) {
      deviations_.note_acted();
      return opened;
    }
  }
  return std::nullopt;
}

}  // namespace refd
