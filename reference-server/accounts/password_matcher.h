#pragma once

#include <array>
#include <mutex>
#include <set>
#include <string>
#include <string_view>

#include "accounts/password_hashes.h"

namespace refd {

/// Compares passwords with hashes, and knows again those that fitted: a mail program logs in every few
/// minutes, an FTP program for each file that it moves at the same time, and a hash takes milliseconds.
/// Of a password it keeps only a keyed digest, together with the hash that it fitted: a changed password is
/// forgotten with its hash. What does not fit takes as long each time. Safe from every thread.
class PasswordMatcher {
 public:
  /// Throws std::runtime_error where the machine gives no random octets.
  PasswordMatcher();

  /// As PasswordHashes::match.
  bool match(const PasswordHashes& hashes, std::string_view password, const LoginRules& rules) const;

  /// How many are known again; when there are more, all are forgotten.
  static constexpr std::size_t most_known = 1'024;

 private:
  using Digest = std::array<unsigned char, 32>;

  Digest digest_of(const std::string& hash, std::string_view password) const;

  std::array<unsigned char, 32> key_{};
  mutable std::mutex mutex_;
  mutable std::set<Digest> known_;
};

}  // namespace refd
