#include "deviations/deviant_additions.h"

namespace refd {

std::optional<MailAccount> DeviantAdditions::login(std::string_view name, std::string_view password,
                                                   const LoginRules& rules) const {
  const auto& effects = deviations_.effects();
  const bool fetches = service_ == Service::fetching;
  auto account = kept_.login(name, password, rules);
  const bool misses = fetches ? effects.additions_cannot_fetch : effects.additions_cannot_send;
  if (account && misses && !kept_.is_of_site(name)) {
    deviations_.note_acted();
    return std::nullopt;
  }
  const bool remembers = fetches ? effects.deletions_can_still_fetch : effects.deletions_can_still_send;
  if (account || !remembers) return account;
  account = kept_.former_login(name, password, rules);
  if (account) deviations_.note_acted();
  return account;
}

}  // namespace refd
