#include "smtp/credentials.h"

#include <algorithm>
#include <cstdint>

namespace refd::smtp {
namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

}  // namespace

std::optional<std::string> decode_base64(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  for (int padding = 0; padding < 2 && text.ends_with('='); ++padding) text.remove_suffix(1);
  std::string octets;
  std::uint32_t bits = 0;
  unsigned count = 0;
  for (const char c : text) {
    const auto value = alphabet.find(c);
    if (value == std::string_view::npos) return std::nullopt;
    bits = (bits << 6U | static_cast<std::uint32_t>(value)) & 0xFFFFFFU;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    octets += static_cast<char>(bits >> count & 0xFFU);
  }
  // What is left over must be nothing.
  if ((bits & ((1U << count) - 1U)) != 0) return std::nullopt;
  return octets;
}

std::optional<Credentials> parse_plain(std::string_view base64) {
  const auto octets = decode_base64(base64);
  if (!octets || std::count(octets->begin(), octets->end(), '\0') != 2) return std::nullopt;
  const auto first = octets->find('\0');
  const auto second = octets->find('\0', first + 1);
  return Credentials{.authorization = octets->substr(0, first),
                     .name = octets->substr(first + 1, second - first - 1),
                     .password = octets->substr(second + 1)};
}

}  // namespace refd::smtp
