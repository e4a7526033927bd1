#pragma once

#include <string_view>

namespace refd::http {

/// The requests of a whole connection; see requests_fuzz.cpp.
void check_requests(std::string_view octets);
/// … of a server that believes a length where a coding is given too.
void check_smuggling(std::string_view octets);

/// Lines of the access log; see log_fuzz.cpp.
void check_log_line(std::string_view text);
/// … read by somebody who takes the first quote for the end of a value.
void check_log_line_to_the_first_quote(std::string_view text);

}  // namespace refd::http
