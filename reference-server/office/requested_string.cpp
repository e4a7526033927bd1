#include "office/requested_string.h"

#include <algorithm>
#include <array>

#include "accounts/password_hashes.h"

namespace refd::office {

namespace {

constexpr std::size_t longest = 64;
constexpr std::array<std::string_view, 4> reserved = {"postmaster", "mailer-daemon", "abuse", "root"};

bool is_alphanumeric(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

bool is_mark(char c) {
  return c == '.' || c == '_' || c == '-';
}

}  // namespace

std::string tidied_string(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  const auto first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return without_case(text.substr(first, text.find_last_not_of(blanks) - first + 1));
}

std::optional<StringMistake> mistake_in(std::string_view string) {
  if (string.empty()) return StringMistake::empty;
  if (string.size() > longest) return StringMistake::too_long;
  if (!std::all_of(string.begin(), string.end(), [](char c) { return is_alphanumeric(c) || is_mark(c); }))
    return StringMistake::characters;
  const bool two_marks = std::adjacent_find(string.begin(), string.end(), [](char a, char b) {
                           return is_mark(a) && is_mark(b);
                         }) != string.end();
  if (two_marks || is_mark(string.front()) || is_mark(string.back())) return StringMistake::ends;
  if (std::find(reserved.begin(), reserved.end(), string) != reserved.end()) return StringMistake::reserved;
  return std::nullopt;
}

}  // namespace refd::office
