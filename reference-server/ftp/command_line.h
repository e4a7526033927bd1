#pragma once

#include <string>
#include <string_view>

namespace refd {

/// One command as the client sent it.
struct CommandLine {
  /// In capitals; at most 16 octets, the rest of a longer one is cut off (no command is as long).
  std::string verb;
  /// What follows the one space behind the verb, octet by octet: a file name may begin or end with spaces.
  std::string argument;
};

/// `line` without the Telnet commands in it (RFC 854; FTP clients send IP and DM before ABOR): negotiations
/// and functions go, a doubled 0xFF becomes one. A single 0xFF before anything else stays: it belongs to a
/// name.
std::string without_telnet(std::string_view line);

/// Takes apart a line that came without its line end. Never fails: garbage becomes an unknown verb.
CommandLine parse_command(std::string_view line);

/// `text` without spaces and tabs at both ends.
std::string_view trimmed(std::string_view text);

/// `text` with the ASCII letters made capitals.
std::string capitals(std::string_view text);

}  // namespace refd
