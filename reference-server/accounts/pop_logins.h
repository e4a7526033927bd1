#pragma once

#include <chrono>
#include <string_view>

#include "base/clock.h"

namespace refd {

/// From which addresses somebody has logged in by POP3, and when (SMTP-3). Only logins that succeeded are
/// recorded. Addresses are IPv4 or IPv6 as text, in any form; an IPv4 address mapped into IPv6 is the IPv4
/// address. Thread-safe; calls take microseconds.
class PopLogins {
 public:
  PopLogins() = default;
  PopLogins(const PopLogins&) = delete;
  PopLogins& operator=(const PopLogins&) = delete;
  virtual ~PopLogins() = default;

  /// A login from `address` succeeded at `now`, by the server's clock. What is no address is not recorded.
  virtual void record(std::string_view address, Clock::time_point now) = 0;

  /// Whether one was recorded for `address` at most `window` before `now`. One in the future, as it can be
  /// after the clock was put back, does not count.
  virtual bool recent(std::string_view address, Clock::time_point now, std::chrono::seconds window) const = 0;

  /// As recent(), whatever the address.
  virtual bool any_recent(Clock::time_point now, std::chrono::seconds window) const = 0;
};

}  // namespace refd
