#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace refd {

/// An IP address as a value, so that the session needs no sockets. An IPv4 address that IPv6 carries
/// (::ffff:a.b.c.d) is the IPv4 address.
struct HostAddress {
  bool is_ipv6 = false;
  std::array<std::uint8_t, 16> octets{};  ///< the first four for IPv4

  /// EINVAL when `text` is no numeric address.
  static Result<HostAddress> parse(std::string_view text);
  std::string text() const;
  friend bool operator==(const HostAddress&, const HostAddress&) = default;
};

/// Where a client listens for a data connection.
struct DataAddress {
  HostAddress host;
  std::uint16_t port = 0;
};

/// PORT's argument "h1,h2,h3,h4,p1,p2" (RFC 959 section 5.3.2). EINVAL when it is malformed.
Result<DataAddress> parse_port_argument(std::string_view argument);

/// EPRT's argument "|1|132.235.1.2|6275|" (RFC 2428 section 2). EINVAL when it is malformed, EAFNOSUPPORT for
/// an address family other than 1 and 2.
Result<DataAddress> parse_eprt_argument(std::string_view argument);

/// 227's "h1,h2,h3,h4,p1,p2" for an IPv4 address.
std::string port_argument(const DataAddress& address);

}  // namespace refd
