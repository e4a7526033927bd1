#include "http/virtual_hosts.h"

#include "http/text.h"

namespace refd::http {

namespace {

bool is_port(std::string_view text) {
  if (text.size() > 5) return false;
  unsigned value = 0;
  for (const char c : text) {
    if (!is_digit(c)) return false;
    value = value * 10 + static_cast<unsigned>(c - '0');
  }
  return value <= 65535;  // empty is allowed: RFC 3986 section 3.2.3
}

bool is_name(std::string_view text) {
  if (text.empty() || text.size() > 255) return false;
  return std::all_of(text.begin(), text.end(), [](char c) {
    return is_digit(c) || (lower(c) >= 'a' && lower(c) <= 'z') || c == '-' || c == '.' || c == '_';
  });
}

// As strict as needed to repeat it: whether it is an address of any host is not asked.
bool is_bracketed_address(std::string_view text) {
  if (text.size() < 4 || text.size() > 64 || !text.ends_with(']')) return false;
  const auto inner = text.substr(1, text.size() - 2);
  return inner.find_first_not_of("0123456789abcdefABCDEF:.") == std::string_view::npos;
}

}  // namespace

Outcome<HostName> understand_host(std::string_view authority) {
  HostName host{authority, authority};
  const auto bracket = authority.find(']');
  const bool is_address = authority.starts_with('[') && bracket != std::string_view::npos;
  const auto colon = authority.find(':', is_address ? bracket : 0);
  if (colon != std::string_view::npos) {
    host.name = authority.substr(0, colon);
    if (!is_port(authority.substr(colon + 1))) return Refusal{400};
  }
  if (is_address) {
    if (!is_bracketed_address(host.name)) return Refusal{400};
    return host;
  }
  if (!is_name(host.name)) return Refusal{400};
  if (host.name.ends_with('.')) host.name.remove_suffix(1);
  return host;
}

VirtualHosts::VirtualHosts(const std::string& domain, const std::vector<std::string>& added_domains,
                           const std::string& server_name) {
  names_.push_back("www." + domain);
  for (const auto& added : added_domains) names_.push_back("www." + added);
  if (!server_name.empty()) names_.push_back(server_name);
}

VirtualHosts::Match VirtualHosts::match(std::string_view name, bool case_sensitive) const noexcept {
  auto best = Match::stranger;
  for (const auto& known : names_) {
    if (!equals_ignoring_case(known, name)) continue;
    if (!case_sensitive || known == name) return Match::site;
    best = Match::case_only;
  }
  return best;
}

}  // namespace refd::http
