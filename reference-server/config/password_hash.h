#pragma once

#include <string>
#include <string_view>

namespace refd {

/// crypt(3) hash of `password` with a fresh random salt (SHA-512, so that a login costs milliseconds). Throws
/// std::runtime_error when the library refuses.
std::string hash_password(std::string_view password);

}  // namespace refd
