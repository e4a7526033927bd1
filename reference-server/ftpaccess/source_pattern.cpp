#include "ftpaccess/source_pattern.h"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <cstring>

namespace refd {
namespace {

std::string in_lower_case(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return lower;
}

std::optional<unsigned> parse_number(std::string_view text, unsigned most) {
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc() || end != text.data() + text.size() || value > most)
    return std::nullopt;
  return value;
}

struct Network {
  IpAddress address;
  unsigned prefix_bits = 0;
};

// "192.0.2." : one to three numbers, each with its dot.
std::optional<Network> parse_dotted_prefix(std::string_view text) {
  if (!text.ends_with('.')) return std::nullopt;
  const auto given = static_cast<unsigned>(std::count(text.begin(), text.end(), '.'));
  if (given > 3) return std::nullopt;
  std::string whole(text);
  for (unsigned i = given; i < 4; ++i) whole += i == 3 ? "0" : "0.";
  const auto address = IpAddress::parse(whole);
  if (!address) return std::nullopt;
  return Network{*address, given * 8};
}

std::optional<Network> parse_network(std::string_view text) {
  const auto slash = text.find('/');
  const auto address = IpAddress::parse(text.substr(0, slash));
  if (!address) return slash == std::string_view::npos ? parse_dotted_prefix(text) : std::nullopt;
  if (slash == std::string_view::npos) return Network{*address, address->bits()};
  const auto prefix = parse_number(text.substr(slash + 1), address->bits());
  if (!prefix) return std::nullopt;
  return Network{*address, *prefix};
}

bool is_host_name(std::string_view text) {
  const auto is_label_character = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
  };
  const bool has_letter = std::any_of(text.begin(), text.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  return has_letter && text.size() <= 255 && std::all_of(text.begin(), text.end(), is_label_character);
}

}  // namespace

std::optional<IpAddress> IpAddress::parse(std::string_view text) {
  // inet_pton() reads up to a NUL.
  if (text.find('\0') != std::string_view::npos) return std::nullopt;
  const std::string terminated(text);
  IpAddress address;
  if (inet_pton(AF_INET, terminated.c_str(), address.octets_.data()) == 1) {
    address.bits_ = 32;
    return address;
  }
  if (inet_pton(AF_INET6, terminated.c_str(), address.octets_.data()) != 1) return std::nullopt;
  address.bits_ = 128;
  constexpr std::array<std::uint8_t, 12> mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
  if (std::equal(mapped.begin(), mapped.end(), address.octets_.begin())) {
    std::copy(address.octets_.begin() + 12, address.octets_.end(), address.octets_.begin());
    address.bits_ = 32;
  }
  return address;
}

bool IpAddress::is_in(const IpAddress& network, unsigned prefix_bits) const noexcept {
  if (bits_ != network.bits_) return false;
  const auto whole = static_cast<std::ptrdiff_t>(prefix_bits / 8);
  if (!std::equal(octets_.begin(), octets_.begin() + whole, network.octets_.begin())) return false;
  const unsigned rest = prefix_bits % 8;
  if (rest == 0) return true;
  const auto index = static_cast<std::size_t>(whole);
  return ((octets_.at(index) ^ network.octets_.at(index)) >> (8 - rest)) == 0;
}

std::optional<SourcePattern> SourcePattern::parse(std::string_view text) {
  SourcePattern pattern;
  if (text.starts_with('!')) {
    pattern.negated_ = true;
    text.remove_prefix(1);
  }
  pattern.name_ = in_lower_case(text);
  const auto& name = pattern.name_;
  if (name == "all") {
    pattern.kind_ = Kind::all;
  } else if (name == "none") {
    pattern.kind_ = Kind::none;
  } else if (const auto network = parse_network(text)) {
    pattern.kind_ = Kind::network;
    pattern.network_ = network->address;
    pattern.prefix_bits_ = network->prefix_bits;
  } else if (is_host_name(name) && !name.ends_with('.')) {
    pattern.kind_ = name.starts_with('.') ? Kind::suffix : Kind::host;
  } else {
    return std::nullopt;
  }
  return pattern;
}

Match SourcePattern::matches(const AccessSource& source) const {
  switch (kind_) {
    case Kind::all:
      return Match::yes;
    case Kind::none:
      return Match::no;
    case Kind::network: {
      const auto address = IpAddress::parse(source.address);
      return address && address->is_in(network_, prefix_bits_) ? Match::yes : Match::no;
    }
    case Kind::suffix:
      return among(source, [](std::string_view name, std::string_view end) { return name.ends_with(end); });
    case Kind::host:
      return among(source, [](std::string_view name, std::string_view whole) { return name == whole; });
  }
  return Match::no;
}

Match SourcePattern::among(const AccessSource& source,
                           bool (*is_named)(std::string_view, std::string_view)) const {
  const bool named = std::any_of(source.names.begin(), source.names.end(), [&](const std::string& name) {
    return is_named(in_lower_case(name), name_);
  });
  if (named) return Match::yes;
  return source.known == AccessSource::Names::all_known ? Match::no : Match::perhaps;
}

Match any_matches(const std::vector<SourcePattern>& items, const AccessSource& source) {
  auto matched = Match::no;
  auto at_most = Match::yes;
  for (const auto& item : items) {
    const auto match = item.matches(source);
    if (!item.is_negated()) {
      matched = std::max(matched, match);
    } else if (match == Match::yes) {
      return Match::no;
    } else if (match == Match::perhaps) {
      at_most = Match::perhaps;
    }
  }
  return std::min(matched, at_most);
}

}  // namespace refd
