#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "config/site.h"

namespace refd::smtp {

/// A server to which mail is handed over.
struct NextHop {
  std::string name;     ///< as reports have it
  std::string address;  ///< where it is: a host name or an IP address
  std::uint16_t port = 25;
};

/// The domain of an address, empty when it has none.
std::string_view domain_of(std::string_view address);

/// Who takes the mail for an address elsewhere: the route of its domain, or the one for all that have none.
/// Nothing when there is neither.
std::optional<NextHop> routed_hop(const Site::Sending& sending, std::string_view address);

/// When a delivery that has failed `attempts` times is tried again: later each time.
std::chrono::seconds pause_after(const Site::Sending& sending, unsigned attempts);

}  // namespace refd::smtp
