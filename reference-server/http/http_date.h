#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace refd::http {

/// "Mon, 23 Nov 2026 04:00:00 GMT" (IMF-fixdate, RFC 9110 section 5.6.7).
std::string http_date(std::chrono::system_clock::time_point time);

/// Any of the three forms of RFC 9110 section 5.6.7; none when it is no such date.
std::optional<std::chrono::sys_seconds> parse_http_date(std::string_view text);

/// "23/Nov/2026:13:00:00 +0900": Japan time whatever the machine's zone, as the access log writes it (LOG-1).
void append_log_time(std::chrono::system_clock::time_point time, std::string& out);

}  // namespace refd::http
