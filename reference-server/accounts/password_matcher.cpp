#include "accounts/password_matcher.h"

#include <stdexcept>

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

namespace refd {

PasswordMatcher::PasswordMatcher() {
  if (::RAND_bytes(key_.data(), static_cast<int>(key_.size())) != 1)
    throw std::runtime_error("there are no random octets to be had");
}

// No hash holds a NUL, so that no two pairs are the same octets.
PasswordMatcher::Digest PasswordMatcher::digest_of(const std::string& hash, std::string_view password) const {
  std::string text = hash;
  text.push_back('\0');
  text.append(password);
  Digest digest{};
  unsigned octets = 0;
  if (::HMAC(::EVP_sha256(), key_.data(), static_cast<int>(key_.size()),
             reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data(),
             &octets) == nullptr)
    throw std::runtime_error("a password's digest cannot be made");
  return digest;
}

bool PasswordMatcher::match(const PasswordHashes& hashes, std::string_view password,
                            const LoginRules& rules) const {
  // Of rules that are not the service's nothing is kept: what fits by them does not by others.
  if (rules.any_password_is_accepted || !rules.passwords_are_case_sensitive)
    return hashes.match(password, rules);
  const auto digest = digest_of(hashes.hash, password);
  {
    const std::lock_guard lock(mutex_);
    if (known_.contains(digest)) return true;
  }
  if (!hashes.match(password, rules)) return false;
  const std::lock_guard lock(mutex_);
  if (known_.size() >= most_known) known_.clear();
  known_.insert(digest);
  return true;
}

}  // namespace refd
