#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace refd::office {

/// Why a string cannot become the part of an address before the @ (ACCT-1).
enum class StringMistake {
  empty,
  too_long,    ///< above 64 octets (RFC 5321 section 4.5.3.1.1)
  characters,  ///< other than a-z, 0-9, '.', '_' and '-'
  ends,        ///< it begins or ends with none of a-z and 0-9, or has two of the others in a row
  reserved     ///< the service's own, such as postmaster
};

/// `text` without surrounding blanks and in small letters: addresses that differ in their case only are the
/// same mailbox for everybody.
std::string tidied_string(std::string_view text);

/// What is wrong with a tidied string; nothing: it may be applied for.
std::optional<StringMistake> mistake_in(std::string_view string);

}  // namespace refd::office
