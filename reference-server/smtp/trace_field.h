#pragma once

#include <string>

#include "base/clock.h"

namespace refd::smtp {

/// Where a message came from, for its trace (RFC 5321 section 4.4).
struct Trace {
  std::string greeted_as;  ///< HELO's or EHLO's argument, as the client gave it
  std::string client;      ///< its IP address
  std::string host_name;   ///< ours
  std::string protocol;    ///< "SMTP", "ESMTP", "ESMTPA", "ESMTPS", "ESMTPSA" (RFC 3848)
  std::string id;
  std::string only_recipient;  ///< empty when there are several: they shall not learn of each other
  Clock::time_point time;
};

/// The Received field, with its line ends.
std::string trace_field(const Trace& trace);

/// "Fri, 31 Jul 2026 21:05:09 +0900" (RFC 5322 section 3.3), in Japan time.
std::string mail_date(Clock::time_point time);

}  // namespace refd::smtp
