#pragma once

#include <string_view>

namespace refd::http {

/// The requests of a whole connection; see requests_fuzz.cpp.
void check_requests(std::string_view octets);
/// … of a server that believes a length where a coding is given too.
void check_smuggling(std::string_view octets);

}  // namespace refd::http
