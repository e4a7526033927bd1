#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace cts {

/// Where one service of the target is reached, and from where.
struct Dial {
  std::string host;     ///< the name a customer types; sent as Host and shown in reports
  std::string address;  ///< IP address that the name stands for; empty: ask DNS
  std::uint16_t port = 0;
  std::string bind_address;  ///< local address to come from; empty: the system's choice
  std::string proxy;         ///< "socks5://host:port" or "http://host:port"; empty: direct
  bool tls = false;          ///< HTTP: over TLS, with a certificate that this machine trusts
};

/// Deadlines of a conversation. Every wait of a client has one of them.
struct Deadlines {
  std::chrono::milliseconds connect{5'000};
  std::chrono::milliseconds reply{10'000};
  std::chrono::milliseconds transfer{60'000};
};

}  // namespace cts
