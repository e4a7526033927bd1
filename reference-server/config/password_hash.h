#pragma once

#include <string>
#include <string_view>

namespace refd {

/// crypt(3) hash of `password` with a fresh random salt (SHA-512, so that a login costs milliseconds). Throws
/// std::runtime_error when the library refuses.
std::string hash_password(std::string_view password);

/// The hash of `password` that MySQL has kept since 4.1, as its server writes it: "*" and the SHA-1 of the
/// SHA-1 in capital letters.
std::string hash_password_for_database(std::string_view password);

}  // namespace refd
