#include "config/password_hash.h"

#include <crypt.h>

#include <array>
#include <cerrno>
#include <memory>
#include <stdexcept>
#include <system_error>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <openssl/sha.h>

namespace refd {

std::string hash_password(std::string_view password) {
  char setting[CRYPT_GENSALT_OUTPUT_SIZE];
  if (crypt_gensalt_rn("$6$", 0, nullptr, 0, setting, sizeof setting) == nullptr) {
    throw std::system_error(errno, std::generic_category(), "crypt_gensalt");
  }
  const auto data = std::make_unique<crypt_data>();
  const std::string text(password);
  const char* hash = crypt_r(text.c_str(), setting, data.get());
  if (hash == nullptr || *hash == '*') throw std::runtime_error("crypt refused to hash a password");
  return hash;
}

std::string hash_password_for_database(std::string_view password) {
  std::array<unsigned char, SHA_DIGEST_LENGTH> once{};
  std::array<unsigned char, SHA_DIGEST_LENGTH> twice{};
  const std::string text(password);
  ::SHA1(reinterpret_cast<const unsigned char*>(text.data()), text.size(), once.data());
  ::SHA1(once.data(), once.size(), twice.data());
  return fmt::format("*{:02X}", fmt::join(twice, ""));
}

}  // namespace refd
