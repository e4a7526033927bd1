#include "smtp/address.h"

#include <algorithm>

#include "smtp/command_line.h"

namespace refd::smtp {
namespace {

// RFC 5321 section 4.5.3.1.
constexpr std::size_t longest_local = 64;
constexpr std::size_t longest_domain = 255;

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

// atext of RFC 5322, and the dot.
bool stands_unquoted(char c) {
  constexpr std::string_view besides = "!#$%&'*+-/=?^_`{|}~.";
  return is_letter_or_digit(c) || besides.find(c) != std::string_view::npos;
}

bool skip(std::string_view& text, char c) {
  if (!text.starts_with(c)) return false;
  text.remove_prefix(1);
  return true;
}

// DQUOTE *(qtext / quoted-pair) DQUOTE
std::optional<std::string> take_quoted(std::string_view& text) {
  std::string meant;
  skip(text, '"');
  while (!text.empty() && text.front() != '"') {
    skip(text, '\\');
    if (text.empty() || text.front() < ' ' || text.front() > '~') return std::nullopt;
    meant += text.front();
    text.remove_prefix(1);
  }
  if (!skip(text, '"')) return std::nullopt;
  return meant;
}

std::string take_unquoted(std::string_view& text) {
  const auto end = std::find_if_not(text.begin(), text.end(), stands_unquoted);
  std::string taken(text.begin(), end);
  text.remove_prefix(taken.size());
  return taken;
}

// "[" IPv4 or "IPv6:" IPv6 or something else with a tag "]"
std::string take_literal(std::string_view& text) {
  const auto end = text.find(']');
  if (end == std::string_view::npos || end == 1) return {};
  const auto inside = text.substr(1, end - 1);
  const bool usual = std::all_of(inside.begin(), inside.end(), [](char c) {
    return is_letter_or_digit(c) || c == '.' || c == ':' || c == '-';
  });
  if (!usual) return {};
  auto literal = small_letters(text.substr(0, end + 1));
  text.remove_prefix(end + 1);
  return literal;
}

// Empty when there is none.
std::string take_domain(std::string_view& text) {
  if (text.starts_with('[')) return take_literal(text);
  const auto end = std::find_if_not(text.begin(), text.end(), [](char c) {
    return is_letter_or_digit(c) || c == '-' || c == '.' || c == '_';
  });
  auto domain = small_letters({text.begin(), end});
  if (domain.starts_with('.') || domain.ends_with('.') || domain.find("..") != std::string::npos) return {};
  text.remove_prefix(domain.size());
  return domain;
}

// A-d-l ":", where A-d-l = "@" Domain *( "," "@" Domain )
bool skip_route(std::string_view& text) {
  do {
    if (!skip(text, '@') || take_domain(text).empty()) return false;
  } while (skip(text, ','));
  return skip(text, ':');
}

bool take_mailbox(std::string_view& text, Path& path) {
  path.quoted = text.starts_with('"');
  const auto local = path.quoted ? take_quoted(text) : take_unquoted(text);
  if (!local || (local->empty() && !path.quoted) || local->size() > longest_local) return false;
  path.address.local = *local;
  // RFC 5321 section 4.1.1.3: the one address that needs no domain.
  if (small_letters(*local) == "postmaster" && !text.starts_with('@')) return true;
  if (!skip(text, '@')) return false;
  path.address.domain = take_domain(text);
  return !path.address.domain.empty() && path.address.domain.size() <= longest_domain;
}

}  // namespace

std::string Address::text() const {
  std::string out;
  if (!local.empty() && std::all_of(local.begin(), local.end(), stands_unquoted)) {
    out = local;
  } else {
    out = "\"";
    for (const char c : local) {
      if (c == '"' || c == '\\') out += '\\';
      out += c;
    }
    out += '"';
  }
  return domain.empty() ? out : out + "@" + domain;
}

std::optional<Path> take_path(std::string_view& text) {
  Path path;
  const bool bracketed = skip(text, '<');
  if (bracketed && skip(text, '>')) {
    path.is_null = true;
    return path;
  }
  path.routed = text.starts_with('@');
  if (path.routed && !skip_route(text)) return std::nullopt;
  if (!take_mailbox(text, path)) return std::nullopt;
  if (bracketed && !skip(text, '>')) return std::nullopt;
  if (!text.empty() && text.front() != ' ') return std::nullopt;
  return path;
}

std::optional<Address> parse_address(std::string_view text) {
  const auto path = take_path(text);
  if (!path || path->is_null || path->routed || !text.empty()) return std::nullopt;
  return path->address;
}

std::optional<Address> behind_percent(const Address& address) {
  auto local = address.local;
  const auto percent = local.rfind('%');
  if (percent == std::string::npos) return std::nullopt;
  local[percent] = '@';
  return parse_address(local);
}

std::optional<Address> behind_quotes(const Address& address) {
  if (address.local.find('@') == std::string::npos) return std::nullopt;
  return parse_address(address.local);
}

}  // namespace refd::smtp
