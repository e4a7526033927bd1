#include "accounts/hashed_accounts.h"

#include <algorithm>
#include <stdexcept>

namespace refd {
namespace {

PasswordHashes passwords_of(const HashedAccounts::Account& account) {
  return {account.password_hash, account.caseless_password_hash};
}

}  // namespace

HashedAccounts::HashedAccounts(std::vector<Account> accounts) : accounts_(std::move(accounts)) {
  for (const auto& account : accounts_) {
    if (!passwords_of(account).are_usable())
      throw std::invalid_argument("the password hash of " + account.name + " is of no known scheme");
  }
  stand_in_ = accounts_.empty() ? PasswordHashes::of_nobody() : passwords_of(accounts_.front());
}

std::optional<std::string> HashedAccounts::ftp_login(std::string_view name, std::string_view password,
                                                     const LoginRules& rules) const {
  const auto found = std::find_if(accounts_.begin(), accounts_.end(), [&](const Account& account) {
    return same_name(account.name, name, rules);
  });
  if (found == accounts_.end()) {
    (void)stand_in_.match(password, LoginRules());
    return std::nullopt;
  }
  if (!matcher_.match(passwords_of(*found), password, rules)) return std::nullopt;
  return found->name;
}

}  // namespace refd
