#include "check/octets.h"

#include <algorithm>

#include "client/transcript.h"

namespace cts {
namespace {

constexpr std::size_t shown_text = 60;
constexpr std::size_t shown_hex = 8;

std::string hex(std::string_view octets) {
  constexpr std::string_view digits = "0123456789abcdef";
  if (octets.empty()) return "the end";
  std::string out;
  for (const char c : octets.substr(0, shown_hex)) {
    const auto octet = static_cast<unsigned char>(c);
    if (!out.empty()) out += ' ';
    out += digits[octet >> 4];
    out += digits[octet & 15u];
  }
  return out;
}

std::string octets_text(std::size_t count) {
  return std::to_string(count) + (count == 1 ? " octet" : " octets");
}

}  // namespace

std::string describe_octets(std::string_view octets) {
  std::string out = octets_text(octets.size());
  if (octets.empty()) return out;
  std::string head = readable(octets.substr(0, shown_text));
  std::replace(head.begin(), head.end(), '\n', ' ');
  return out + " \"" + head + (octets.size() > shown_text ? "…\"" : "\"");
}

std::string describe_difference(std::string_view expected, std::string_view actual) {
  if (expected == actual) return {};
  const auto [e, a] = std::mismatch(expected.begin(), expected.end(), actual.begin(), actual.end());
  const auto offset = static_cast<std::size_t>(e - expected.begin());
  std::string out;
  if (expected.size() != actual.size())
    out = octets_text(actual.size()) + " instead of " + std::to_string(expected.size()) + "; ";
  return out + "the first difference at offset " + std::to_string(offset) + ": " +
         hex(actual.substr(offset)) + " instead of " + hex(expected.substr(offset));
}

}  // namespace cts
