#include "scenario/account_names.h"

#include <algorithm>
#include <cctype>

namespace cts {
namespace {

char lower(char c) {
  return static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
}

bool is_of_a_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_';
}

bool stands_at(std::string_view text, std::size_t at, std::string_view name) {
  if (text.size() - at < name.size()) return false;
  const std::string_view part = text.substr(at, name.size());
  const bool same = std::equal(part.begin(), part.end(), name.begin(),
                               [](char left, char right) { return lower(left) == lower(right); });
  const std::size_t end = at + name.size();
  return same && (at == 0 || !is_of_a_word(text[at - 1])) && (end == text.size() || !is_of_a_word(text[end]));
}

}  // namespace

std::string without_account(std::string_view text, std::string_view name) {
  if (name.empty()) return std::string(text);
  std::string result;
  for (std::size_t at = 0; at < text.size();) {
    if (stands_at(text, at, name)) {
      result += "<account>";
      at += name.size();
    } else {
      result += text[at++];
    }
  }
  return result;
}

}  // namespace cts
