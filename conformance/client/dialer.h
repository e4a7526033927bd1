#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "client/dial.h"
#include "client/socket.h"

namespace cts {

/// A connection, or why there is none.
struct Connection {
  Socket socket;
  std::string problem;  ///< "connection refused", "the proxy said: …"; empty when connected
};

/// Connects to the service, from the dial's local address and through its proxy.
Connection connect_to(const Dial& dial, Deadline deadline);
/// The same to another port of it (an FTP data port), by the address that the service was reached at.
Connection connect_to_port(const Dial& dial, const std::string& address, std::uint16_t port,
                           Deadline deadline);

/// "socks5://127.0.0.1:1080" taken apart.
struct ProxyAddress {
  enum class Kind { socks5, http };
  Kind kind = Kind::socks5;
  std::string host;
  std::uint16_t port = 0;
  friend bool operator==(const ProxyAddress&, const ProxyAddress&) = default;
};
/// nullopt when `text` is not of that form; "[::1]" is an address of IPv6.
std::optional<ProxyAddress> parse_proxy(std::string_view text);

/// What a SOCKS5 client asks for: CONNECT to `host` (a name or an address) (RFC 1928 §4).
std::string socks5_request(const std::string& host, std::uint16_t port);

/// Where a dial leads, in short: "www.example.test:21 (127.0.0.1) from 127.0.0.2".
std::string text_of(const Dial& dial);

}  // namespace cts
