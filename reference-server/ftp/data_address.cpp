#include "ftp/data_address.h"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <vector>

#include "ftp/command_line.h"

namespace refd {
namespace {

// A decimal number of digits only, at most `limit`.
Result<unsigned> number(std::string_view text, unsigned limit) {
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value > limit) return system_error(EINVAL);
  return value;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    const auto end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

}  // namespace

Result<HostAddress> HostAddress::parse(std::string_view text) {
  constexpr std::array<std::uint8_t, 12> mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
  const std::string terminated(text.substr(0, text.find('%')));  // an interface's name is not compared
  HostAddress address;
  // inet_pton() reads up to a NUL.
  if (text.find('\0') != std::string_view::npos) return system_error(EINVAL);
  if (::inet_pton(AF_INET, terminated.c_str(), address.octets.data()) == 1) return address;
  if (::inet_pton(AF_INET6, terminated.c_str(), address.octets.data()) != 1) return system_error(EINVAL);
  address.is_ipv6 = true;
  if (std::equal(mapped.begin(), mapped.end(), address.octets.begin())) {
    HostAddress plain;
    std::copy_n(address.octets.begin() + mapped.size(), 4, plain.octets.begin());
    return plain;
  }
  return address;
}

std::string HostAddress::text() const {
  std::array<char, INET6_ADDRSTRLEN> space{};
  return ::inet_ntop(is_ipv6 ? AF_INET6 : AF_INET, octets.data(), space.data(), space.size());
}

Result<DataAddress> parse_port_argument(std::string_view argument) {
  const auto parts = split(trimmed(argument), ',');
  if (parts.size() != 6) return system_error(EINVAL);
  std::array<unsigned, 6> numbers{};
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const auto value = number(trimmed(parts[i]), 255);
    if (!value) return value.error();
    numbers[i] = *value;
  }
  DataAddress address;
  std::copy_n(numbers.begin(), 4, address.host.octets.begin());
  address.port = static_cast<std::uint16_t>(numbers[4] * 256 + numbers[5]);
  return address;
}

Result<DataAddress> parse_eprt_argument(std::string_view argument) {
  argument = trimmed(argument);
  if (argument.empty()) return system_error(EINVAL);
  const auto parts = split(argument, argument.front());
  if (parts.size() != 5 || !parts[4].empty()) return system_error(EINVAL);
  const auto family = number(parts[1], 65535);
  if (!family) return family.error();
  if (*family != 1 && *family != 2) return system_error(EAFNOSUPPORT);
  const auto host = HostAddress::parse(parts[2]);
  if (!host) return host.error();
  const bool written_as_ipv6 = parts[2].find(':') != std::string_view::npos;
  if (written_as_ipv6 != (*family == 2)) return system_error(EINVAL);
  const auto port = number(parts[3], 65535);
  if (!port) return port.error();
  return DataAddress{.host = *host, .port = static_cast<std::uint16_t>(*port)};
}

std::string port_argument(const DataAddress& address) {
  std::string text;
  for (int i = 0; i < 4; ++i) text += std::to_string(address.host.octets[static_cast<std::size_t>(i)]) + ",";
  return text + std::to_string(address.port / 256) + "," + std::to_string(address.port % 256);
}

}  // namespace refd
