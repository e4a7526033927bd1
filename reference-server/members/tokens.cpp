#include "members/tokens.h"

#include <sys/random.h>

#include <cerrno>
#include <stdexcept>
#include <system_error>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace refd::members {

namespace {

void fill(std::array<unsigned char, 32>& octets) {
  if (::getrandom(octets.data(), octets.size(), 0) != static_cast<ssize_t>(octets.size()))
    throw std::system_error(errno, std::system_category(), "getrandom");
}

std::string hexadecimal(const std::array<unsigned char, 32>& octets) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  for (const auto octet : octets) {
    text += digits[octet >> 4];
    text += digits[octet & 15U];
  }
  return text;
}

}  // namespace

std::string random_token() {
  std::array<unsigned char, 32> octets{};
  fill(octets);
  return hexadecimal(octets);
}

FormTokens::FormTokens() : key_{} {
  fill(key_);
}

std::string FormTokens::token_for(std::string_view secret) const {
  std::array<unsigned char, 32> mac{};
  unsigned length = mac.size();
  const auto* const octets = reinterpret_cast<const unsigned char*>(secret.data());
  if (HMAC(EVP_sha256(), key_.data(), static_cast<int>(key_.size()), octets, secret.size(), mac.data(),
           &length) == nullptr)
    throw std::runtime_error("HMAC-SHA-256 failed");
  return hexadecimal(mac);
}

bool FormTokens::is_token_for(std::string_view secret, std::string_view token) const {
  const auto wanted = token_for(secret);
  return token.size() == wanted.size() && CRYPTO_memcmp(token.data(), wanted.data(), wanted.size()) == 0;
}

}  // namespace refd::members
