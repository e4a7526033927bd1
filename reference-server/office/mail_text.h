#pragma once

#include <string>
#include <string_view>

namespace refd::office {

/// The value of the first header field of that name, unfolded; empty: there is none.
std::string mail_field(std::string_view message, std::string_view name);

/// A header field's text in UTF-8, its encoded words decoded (RFC 2047).
std::string decoded_words(std::string_view text);

/// The first text of a message in UTF-8, line ends as LF (RFC 2045, RFC 2046). What cannot be decoded is left
/// as it is.
std::string mail_text(std::string_view message);

}  // namespace refd::office
