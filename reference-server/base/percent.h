#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace refd {

/// 0 to 15, of a digit in either case; -1 for what is none.
int hex_value(char c);

/// "%41" for each octet so written (RFC 3986 section 2.1), any octet; nullopt for a broken escape.
std::optional<std::string> percent_decoded(std::string_view text);

}  // namespace refd
