#include "runner/json_text.h"

#include <array>

namespace cts {
namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";

/// Length of the UTF-8 sequence (RFC 3629 §4) at the start of `text`; 0 when there is none.
std::size_t sequence_length(std::string_view text) {
  const auto byte = [text](std::size_t at) {
    return static_cast<unsigned char>(text[at]);
  };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return 1;
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return 0;
  }
  const unsigned char second = byte(1);
  const bool overlong = (lead == 0xE0 && second < 0xA0) || (lead == 0xF0 && second < 0x90);
  const bool not_a_character = (lead == 0xED && second >= 0xA0) || (lead == 0xF4 && second >= 0x90);
  return overlong || not_a_character ? 0 : length;
}

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const std::size_t length = sequence_length(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

}  // namespace

nlohmann::json json_of_text(std::string_view text) {
  if (is_utf8(text)) return std::string(text);
  std::string hex;
  hex.reserve(text.size() * 2);
  for (const char c : text) {
    const auto octet = static_cast<unsigned char>(c);
    hex += hex_digits[octet >> 4];
    hex += hex_digits[octet & 15];
  }
  return {{"octets", hex}};
}

std::string text_of_json(const nlohmann::json& value) {
  if (value.is_string()) return value.get<std::string>();
  const std::string hex = value.at("octets").get<std::string>();
  std::string text;
  text.reserve(hex.size() / 2);
  for (std::size_t at = 0; at + 1 < hex.size(); at += 2)
    text += static_cast<char>(hex_digits.find(hex[at]) << 4 | hex_digits.find(hex[at + 1]));
  return text;
}

}  // namespace cts
