#include "target/host_names.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>

namespace cts {
namespace {

constexpr std::string_view letters_and_digits =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

}  // namespace

bool is_ip_address(const std::string& text) {
  std::array<unsigned char, sizeof(in6_addr)> octets{};
  return ::inet_pton(AF_INET, text.c_str(), octets.data()) == 1 ||
         ::inet_pton(AF_INET6, text.c_str(), octets.data()) == 1;
}

bool is_host_name(std::string_view text) {
  if (text.empty() || text.size() > 253) return false;
  while (true) {
    const std::size_t dot = std::min(text.find('.'), text.size());
    const std::string_view label = text.substr(0, dot);
    if (label.empty() || label.size() > 63 || label.front() == '-' || label.back() == '-') return false;
    for (char c : label) {
      if (letters_and_digits.find(c) == std::string_view::npos && c != '-' && c != '_') return false;
    }
    if (dot == text.size()) return true;
    text.remove_prefix(dot + 1);
  }
}

bool is_mail_address(std::string_view text) {
  const std::size_t at = text.find('@');
  if (at == std::string_view::npos || at == 0 || at > 64 || !is_host_name(text.substr(at + 1))) return false;
  return std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), [](char c) {
    return letters_and_digits.find(c) != std::string_view::npos ||
           std::string_view("!#$%&'*+-/=?^_`{|}~.").find(c) != std::string_view::npos;
  });
}

}  // namespace cts
