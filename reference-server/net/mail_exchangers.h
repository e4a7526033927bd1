#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"

namespace refd::net {

/// A server that takes a domain's mail.
struct MailExchanger {
  std::string host;
  std::vector<std::string> addresses;  ///< IP addresses, at least one
};

/// Asks name servers who takes a domain's mail (RFC 5321 section 5.1). Thread-safe; blocks.
class MailExchangers {
 public:
  struct Options {
    std::string server;  ///< an IP address; empty: those that the machine itself asks
    std::uint16_t port = 53;
    std::chrono::milliseconds try_time{2000};
    int tries = 2;
  };
  explicit MailExchangers(Options options) : options_(std::move(options)) {}

  /// The servers in the order in which they are to be tried; the domain's own host when it names none. ENOENT
  /// when there is no such domain, or it has no host; EOPNOTSUPP when it takes no mail (RFC 7505); EAGAIN
  /// when nobody could tell.
  Result<std::vector<MailExchanger>> of(const std::string& domain) const;

 private:
  const Options options_;
};

}  // namespace refd::net
