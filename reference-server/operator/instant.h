#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace refd {

/// RFC 3339: "2026-11-23T14:00:00+09:00" or "…Z"; whole seconds, from 1900 to 2200. nullopt when it is
/// anything else.
std::optional<std::chrono::system_clock::time_point> parse_instant(std::string_view text);

/// The same in UTC, "2026-11-23T05:00:00Z".
std::string format_instant(std::chrono::system_clock::time_point time);

/// A span "+90s", "-30m", "+2h", "+1d"; the sign is required. nullopt when it is anything else, or above ten
/// years.
std::optional<std::chrono::seconds> parse_span(std::string_view text);

}  // namespace refd
