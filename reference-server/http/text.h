#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace refd::http {

/// ASCII lower case of one octet; other octets unchanged, whatever the locale.
constexpr char lower(char c) noexcept {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// Equality that ignores the case of ASCII letters.
constexpr bool equals_ignoring_case(std::string_view a, std::string_view b) noexcept {
  return a.size() == b.size() &&
         std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return lower(x) == lower(y); });
}

constexpr bool is_digit(char c) noexcept {
  return c >= '0' && c <= '9';
}

/// Without the blanks and tabs at both ends (RFC 9110 section 5.6.3, OWS).
constexpr std::string_view trimmed(std::string_view text) noexcept {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// `text` made safe to stand in HTML, in an element or in a double-quoted attribute.
std::string html_escaped(std::string_view text);

}  // namespace refd::http
