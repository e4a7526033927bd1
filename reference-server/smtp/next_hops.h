#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "config/site.h"

namespace refd::smtp {

/// Who takes the mail for an address elsewhere: the route of its domain, or the one for all that have none.
/// Nothing when there is neither.
std::optional<Site::Sending::Route> next_hop(const Site::Sending& sending, std::string_view address);

/// When a delivery that has failed `attempts` times is tried again: later each time.
std::chrono::seconds pause_after(const Site::Sending& sending, unsigned attempts);

}  // namespace refd::smtp
