#include "accounts/hashed_accounts.h"

#include <crypt.h>

#include <algorithm>
#include <memory>
#include <stdexcept>

namespace refd {
namespace {

// libcrypt's failure tokens begin with this; no hash does.
constexpr char failure_mark = '*';

std::string crypt_with(const std::string& password, const std::string& setting) {
  // 32 KiB, too much for the stack of a coroutine's thread.
  const auto scratch = std::make_unique<crypt_data>();
  const char* hash = ::crypt_r(password.c_str(), setting.c_str(), scratch.get());
  return hash == nullptr ? std::string(1, failure_mark) : hash;
}

// Looks at every octet, wherever the first difference is.
bool same(std::string_view a, std::string_view b) {
  unsigned difference = a.size() == b.size() ? 0U : 1U;
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
    difference |= static_cast<unsigned>(static_cast<unsigned char>(a[i]) ^ static_cast<unsigned char>(b[i]));
  }
  return difference == 0;
}

bool is_hash(const std::string& hash) {
  return !hash.empty() && hash.front() != failure_mark && crypt_with("", hash).front() != failure_mark;
}

bool matches(std::string_view password, const std::string& hash) {
  // crypt(3) would stop at a NUL.
  const bool whole = password.find('\0') == std::string_view::npos;
  const auto computed = crypt_with(std::string(password), hash);
  return whole && computed.front() != failure_mark && same(computed, hash);
}

}  // namespace

std::string without_case(std::string_view text) {
  std::string lower(text);
  for (auto& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

HashedAccounts::HashedAccounts(std::vector<Account> accounts) : accounts_(std::move(accounts)) {
  for (const auto& account : accounts_) {
    if (!is_hash(account.password_hash)) {
      throw std::invalid_argument("the password hash of " + account.name + " is of no known scheme");
    }
  }
  stand_in_hash_ = accounts_.empty() ? crypt_with("", "$6$nobody$") : accounts_.front().password_hash;
}

std::optional<std::string> HashedAccounts::ftp_login(std::string_view name, std::string_view password,
                                                     const LoginRules& rules) const {
  const auto found = std::find_if(accounts_.begin(), accounts_.end(), [&](const Account& account) {
    return account.name == name ||
           (!rules.names_are_case_sensitive && without_case(account.name) == without_case(name));
  });
  if (found == accounts_.end()) {
    (void)matches(password, stand_in_hash_);
    return std::nullopt;
  }
  if (rules.any_password_is_accepted) return found->name;
  const bool ignores_case = !rules.passwords_are_case_sensitive && !found->caseless_password_hash.empty();
  const bool accepted = ignores_case ? matches(without_case(password), found->caseless_password_hash)
                                     : matches(password, found->password_hash);
  if (!accepted) return std::nullopt;
  return found->name;
}

}  // namespace refd
