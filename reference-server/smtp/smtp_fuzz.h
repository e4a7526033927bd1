#pragma once

#include <string_view>

namespace refd::smtp {

/// Whole sessions; see session_fuzz.cpp.
void check_session(std::string_view octets);
void check_session_that_swallows_octets(std::string_view octets);
/// What another server answers when we hand in a message, and the report that is made of it.
void check_sending(std::string_view octets);

}  // namespace refd::smtp
