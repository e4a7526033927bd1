#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace refd::smtp {

/// One command as the client sent it. The views are of the line.
struct CommandLine {
  std::string verb;           ///< in capitals; at most 16 octets, the rest of a longer one is cut off
  std::string_view argument;  ///< without spaces at either end
};

/// Takes apart a line that came without its line end. Never fails: garbage becomes an unknown verb.
CommandLine parse_command(std::string_view line);

/// Whether every octet is printable US-ASCII or a space, as a command is without the extension for others.
bool is_plain_text(std::string_view line);

/// One parameter of MAIL or RCPT (RFC 5321 section 4.1.2: esmtp-param).
struct Parameter {
  std::string key;  ///< in capitals
  std::optional<std::string> value;
};

/// What follows the path; nothing when it is malformed.
std::optional<std::vector<Parameter>> parse_parameters(std::string_view text);

/// `text` without `prefix`, whose letters may be of either case; nothing when it does not begin so.
std::optional<std::string_view> after_word(std::string_view text, std::string_view prefix);

std::string_view trimmed(std::string_view text);
std::string capitals(std::string_view text);
std::string small_letters(std::string_view text);

}  // namespace refd::smtp
