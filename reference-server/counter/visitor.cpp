#include "counter/visitor.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>

namespace refd {
namespace {

constexpr std::size_t longest_name = 253;
constexpr std::size_t longest_port = 5;

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// Takes `prefix`, given in small letters, from the head of `text`.
bool take_prefix(std::string_view& text, std::string_view prefix) {
  if (text.size() < prefix.size()) return false;
  const bool same = std::equal(prefix.begin(), prefix.end(), text.begin(),
                               [](char expected, char given) { return expected == lower(given); });
  if (same) text.remove_prefix(prefix.size());
  return same;
}

// port = ":" *5DIGIT, or nothing at all.
bool is_port(std::string_view text) {
  if (text.empty()) return true;
  text.remove_prefix(text.front() == ':' ? 1 : 0);
  return text.size() <= longest_port && std::all_of(text.begin(), text.end(), is_digit);
}

std::optional<std::string> host_name(std::string_view text) {
  if (text.ends_with('.')) text.remove_suffix(1);
  if (text.empty() || text.size() > longest_name) return std::nullopt;
  std::string name(text);
  std::transform(name.begin(), name.end(), name.begin(), lower);
  const bool is_plain = std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || is_digit(c) || c == '-' || c == '.' || c == '_';
  });
  const bool has_empty_names =
      name.starts_with('.') || name.ends_with('.') || name.find("..") != std::string::npos;
  return is_plain && !has_empty_names ? std::optional(std::move(name)) : std::nullopt;
}

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

}  // namespace

std::optional<std::string> referring_host(std::string_view referer) {
  if (!take_prefix(referer, "http://") && !take_prefix(referer, "https://")) return std::nullopt;
  const auto authority = referer.substr(0, std::min(referer.find_first_of("/?#"), referer.size()));
  if (authority.starts_with('[')) {
    const auto end = authority.find(']');
    if (end == std::string_view::npos || !is_port(authority.substr(end + 1))) return std::nullopt;
    return canonical_address(authority.substr(1, end - 1));
  }
  const auto colon = std::min(authority.find(':'), authority.size());
  if (!is_port(authority.substr(colon))) return std::nullopt;
  return host_name(authority.substr(0, colon));
}

std::optional<std::string> canonical_address(std::string_view text) {
  // inet_pton() reads up to a NUL.
  if (text.size() >= INET6_ADDRSTRLEN || text.find('\0') != std::string_view::npos) return std::nullopt;
  const std::string given(text);
  in6_addr buffer{};
  std::array<char, INET6_ADDRSTRLEN> written{};
  if (inet_pton(AF_INET, given.c_str(), &buffer) == 1) return given;
  if (inet_pton(AF_INET6, given.c_str(), &buffer) != 1) return std::nullopt;
  const bool is_mapped = IN6_IS_ADDR_V4MAPPED(&buffer);
  const void* const octets = is_mapped ? &buffer.s6_addr[12] : &buffer.s6_addr[0];
  if (inet_ntop(is_mapped ? AF_INET : AF_INET6, octets, written.data(), written.size()) == nullptr)
    return std::nullopt;
  return std::string(written.data());
}

std::string visitor_address(std::string_view peer, std::string_view forwarded_for,
                            const std::vector<std::string>& proxies) {
  const auto is_proxy = [&proxies](const std::string& address) {
    return std::find(proxies.begin(), proxies.end(), address) != proxies.end();
  };
  auto address = canonical_address(peer).value_or(std::string(peer));
  // Each proxy appends whom it was reached by: read from the end, as far as it was ours that wrote.
  while (is_proxy(address) && !forwarded_for.empty()) {
    const auto comma = forwarded_for.rfind(',');
    const auto last = comma == std::string_view::npos ? forwarded_for : forwarded_for.substr(comma + 1);
    const auto named = canonical_address(trimmed(last));
    if (!named) break;
    address = *named;
    forwarded_for = forwarded_for.substr(0, comma == std::string_view::npos ? 0 : comma);
  }
  return address;
}

}  // namespace refd
