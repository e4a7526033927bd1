#include "fuzzing/target.h"

namespace fuzzing {

std::string shown(std::string_view text) {
  constexpr std::size_t most = 400;
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out = "\"";
  for (const char c : text.substr(0, most)) {
    const auto octet = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out.append(1, '\\').append(1, c);
    } else if (octet >= 0x20 && octet < 0x7f) {
      out += c;
    } else {
      out.append("\\x").append(1, digits[octet >> 4U]).append(1, digits[octet & 15U]);
    }
  }
  out += '"';
  if (text.size() > most) out += "… of " + std::to_string(text.size()) + " octets";
  return out;
}

void require(bool holds, const char* promise, std::string_view about) {
  if (!holds) throw Violation(std::string(promise) + ": " + shown(about));
}

void require_same(std::string_view found, std::string_view wanted, const char* promise) {
  if (found != wanted)
    throw Violation(std::string(promise) + ": " + shown(found) + " instead of " + shown(wanted));
}

}  // namespace fuzzing
