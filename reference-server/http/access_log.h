#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace refd::http {

/// One access, as the log tells it. Views need to live for the call only.
struct Access {
  std::string_view visitor_address;
  Clock::time_point time;         ///< when the request had arrived
  std::string_view request_line;  ///< as it came; empty when none did
  unsigned status = 0;
  std::uint64_t body_octets = 0;  ///< sent, without the head
  std::string_view referer;       ///< empty: none
  std::string_view user_agent;    ///< empty: none
};

/// Appends the line for `access` in the combined format, with its line feed, to `out`. What the visitor wrote
/// is escaped as Apache does it (\" \\ \n \t \xhh …), so that a line is a line and a quote ends a value.
void append_combined_line(const Access& access, std::string& out);

/// LOG-1: where accesses are told. Safe from every thread; must not wait for long.
class AccessLog {
 public:
  AccessLog() = default;
  AccessLog(const AccessLog&) = delete;
  AccessLog& operator=(const AccessLog&) = delete;
  virtual ~AccessLog() = default;

  virtual void record(const Access& access) = 0;
};

}  // namespace refd::http
