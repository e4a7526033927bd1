#include "deviations/deviant_accounts.h"

namespace refd {

std::optional<std::string> DeviantAccounts::ftp_login(std::string_view name, std::string_view password,
                                                      const LoginRules& rules) const {
  const auto& effects = deviations_.effects();
  if (effects.any_name && name != name_) {
    deviations_.note_acted();
    return kept_.ftp_login(name_, password, rules);
  }
  if (effects.empty_password && name == name_ && password.empty()) {
    deviations_.note_acted();
    return name_;
  }
  return kept_.ftp_login(name, password, rules);
}

}  // namespace refd
