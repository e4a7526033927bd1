#pragma once

#include <string>
#include <string_view>

#include "accounts/account_directory.h"

namespace refd {

/// `text` with the ASCII letters made small: how names and passwords are compared when case is ignored.
std::string without_case(std::string_view text);

/// Whether both are the same login name by these rules.
bool same_name(std::string_view a, std::string_view b, const LoginRules& rules);

/// What is kept of one password. A value.
struct PasswordHashes {
  /// crypt(3) hash, in any scheme that libcrypt knows.
  std::string hash;
  /// Hash of without_case(password). Only rules that ignore the case of passwords look at it; where it is
  /// empty they fall back on `hash`.
  std::string caseless_hash;

  /// A hash of no password of anybody's, which takes as long to compare with.
  static PasswordHashes of_nobody();
  /// Whether `hash` is of a scheme that this machine knows.
  bool are_usable() const;
  /// Whether `password` is the one. Takes as long as the hash takes (milliseconds).
  bool match(std::string_view password, const LoginRules& rules) const;
};

}  // namespace refd
