#include "accounts/password_hashes.h"

#include <crypt.h>

#include <algorithm>
#include <memory>

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

// By its beginning: to try it would take a millisecond for each of all accounts whenever one changes.
bool is_hash(const std::string& hash) {
  if (hash.empty()) return false;
  const auto scheme = ::crypt_checksalt(hash.c_str());
  return scheme != CRYPT_SALT_INVALID && scheme != CRYPT_SALT_METHOD_DISABLED;
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

bool same_name(std::string_view a, std::string_view b, const LoginRules& rules) {
  return a == b || (!rules.names_are_case_sensitive && without_case(a) == without_case(b));
}

PasswordHashes PasswordHashes::of_nobody() {
  return {.hash = crypt_with("", "$6$nobody$"), .caseless_hash = {}};
}

bool PasswordHashes::are_usable() const {
  return is_hash(hash);
}

bool PasswordHashes::match(std::string_view password, const LoginRules& rules) const {
  if (rules.any_password_is_accepted) return true;
  const bool ignores_case = !rules.passwords_are_case_sensitive && !caseless_hash.empty();
  return ignores_case ? matches(without_case(password), caseless_hash) : matches(password, hash);
}

}  // namespace refd
