#include "smtp/report_wishes.h"

#include <algorithm>
#include <array>

#include "smtp/command_line.h"

namespace refd::smtp {
namespace {

constexpr std::string_view digits = "0123456789ABCDEF";

// xtext = *( xchar / hexchar ), hexchar = "+" and two digits in capitals
bool is_xtext(std::string_view text) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c < '!' || c > '~' || c == '=') return false;
    if (c != '+') continue;
    const auto code = text.substr(at + 1, 2);
    if (code.size() != 2 || code.find_first_not_of(digits) != std::string_view::npos) return false;
    at += 2;
  }
  return true;
}

bool is_letter_digit_or_hyphen(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
}

}  // namespace

// "NEVER" / 1#( "SUCCESS" / "FAILURE" / "DELAY" )
std::optional<std::string> notify_of(std::string_view value) {
  auto notify = capitals(value);
  if (notify == "NEVER") return notify;
  static constexpr std::array<std::string_view, 3> events{"SUCCESS", "FAILURE", "DELAY"};
  for (std::string_view rest = notify;;) {
    const auto comma = rest.find(',');
    if (std::find(events.begin(), events.end(), rest.substr(0, comma)) == events.end()) return std::nullopt;
    if (comma == std::string_view::npos) return notify;
    rest.remove_prefix(comma + 1);
  }
}

std::optional<std::string> returns_of(std::string_view value) {
  auto returns = capitals(value);
  if (returns != "FULL" && returns != "HDRS") return std::nullopt;
  return returns;
}

bool is_envelope_id(std::string_view value) {
  constexpr std::size_t longest = 100;  // RFC 3461 section 4.4
  return !value.empty() && value.size() <= longest && is_xtext(value);
}

// addr-type ";" xtext
bool is_original_recipient(std::string_view value) {
  constexpr std::size_t longest = 500;  // RFC 3461 section 4.2
  const auto semicolon = value.find(';');
  if (value.size() > longest || semicolon == std::string_view::npos || semicolon == 0) return false;
  const auto type = value.substr(0, semicolon);
  return std::all_of(type.begin(), type.end(), is_letter_digit_or_hyphen) &&
         is_xtext(value.substr(semicolon + 1));
}

std::string from_xtext(std::string_view text) {
  std::string plain;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool coded = text[at] == '+' && at + 2 < text.size();
    if (!coded) {
      plain += text[at];
      continue;
    }
    plain += static_cast<char>(digits.find(text[at + 1]) * 16 + digits.find(text[at + 2]));
    at += 2;
  }
  return plain;
}

}  // namespace refd::smtp
