#pragma once

#include <string_view>

namespace refd::net {

/// Answers of name servers; see dns_fuzz.cpp.
void check_names(std::string_view octets);
/// … by whoever takes a name for one as it comes.
void check_names_unread(std::string_view octets);
void check_exchangers(std::string_view octets);

}  // namespace refd::net
