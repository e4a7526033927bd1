#include "accounts/hashed_mail_accounts.h"

#include <algorithm>
#include <stdexcept>

namespace refd {

HashedMailAccounts::HashedMailAccounts(std::string_view domain, std::vector<Entry> entries)
    : domain_(without_case(domain)), entries_(std::move(entries)) {
  for (const auto& entry : entries_) {
    if (!entry.password.are_usable())
      throw std::invalid_argument("the password hash of " + entry.account.name + " is of no known scheme");
  }
  stand_in_ = entries_.empty() ? PasswordHashes::of_nobody() : entries_.front().password;
}

std::optional<MailAccount> HashedMailAccounts::login(std::string_view name, std::string_view password,
                                                     const LoginRules& rules) const {
  const auto found = std::find_if(entries_.begin(), entries_.end(), [&](const Entry& entry) {
    return same_name(entry.account.name, name, rules);
  });
  if (found == entries_.end()) {
    (void)stand_in_.match(password, LoginRules());
    return std::nullopt;
  }
  if (!matcher_.match(found->password, password, rules)) return std::nullopt;
  return found->account;
}

std::optional<MailAccount> HashedMailAccounts::at(std::string_view address) const {
  const auto wanted = without_case(address);
  const auto found = std::find_if(entries_.begin(), entries_.end(), [&](const Entry& entry) {
    return without_case(entry.account.address) == wanted;
  });
  if (found == entries_.end()) return std::nullopt;
  return found->account;
}

bool HashedMailAccounts::owns_domain(std::string_view domain) const {
  return without_case(domain) == domain_;
}

std::vector<MailAccount> HashedMailAccounts::all() const {
  std::vector<MailAccount> accounts;
  for (const auto& entry : entries_) accounts.push_back(entry.account);
  return accounts;
}

}  // namespace refd
