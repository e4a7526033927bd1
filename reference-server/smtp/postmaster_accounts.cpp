#include "smtp/postmaster_accounts.h"

#include "smtp/command_line.h"

namespace refd::smtp {

std::optional<MailAccount> PostmasterAccounts::at(std::string_view address) const {
  constexpr std::uint64_t space = std::uint64_t{50} << 20;
  if (auto account = accounts_.at(address)) return account;
  const auto at = address.rfind('@');
  if (at == std::string_view::npos || small_letters(address.substr(0, at)) != "postmaster")
    return std::nullopt;
  const auto domain = address.substr(at + 1);
  if (!accounts_.owns_domain(domain)) return std::nullopt;
  return MailAccount{mailbox, "postmaster@" + std::string(domain), space};
}

}  // namespace refd::smtp
