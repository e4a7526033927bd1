#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace refd::ssi {

inline constexpr const char* default_time_format = "%A, %d-%b-%Y %H:%M:%S %Z";

/// Whose time a page shows: Japan's, where the service is, or Greenwich's (DATE_GMT).
enum class Zone { japan, greenwich };

/// `time` by a format of strftime(3), in English. A result of more than 8 KiB is empty.
std::string formatted_time(std::chrono::system_clock::time_point time, const std::string& format, Zone zone);

/// A number of octets in four places: "973" and more as "1.0K", " 10K", "1.0M".
std::string abbreviated_size(std::uint64_t octets);
/// A number of octets with a comma before each three digits.
std::string size_in_octets(std::uint64_t octets);

}  // namespace refd::ssi
