#pragma once

#include <string_view>

#include "fuzzing/target.h"

namespace fuzzing {

/// Whether `wire` is lines that end in CR LF, hold no other CR or LF and no NUL, and are no longer than
/// `longest` octets each.
inline void require_lines(std::string_view wire, std::size_t longest) {
  require(wire.ends_with("\r\n"), "what is sent ends in CR LF", wire);
  while (!wire.empty()) {
    const auto end = wire.find("\r\n");
    const auto line = wire.substr(0, end);
    require(line.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos,
            "a line that is sent holds no lone CR or LF, and no NUL", line);
    require(line.size() <= longest, "a line that is sent is not too long", line);
    wire.remove_prefix(end + 2);
  }
}

/// A whole reply as FTP and SMTP have it: "250-…" lines and one "250 …". With `free_middle` lines between the
/// first and the last may be anything that is no last one (RFC 959 section 4.2). Returns its code.
inline int require_coded_reply(std::string_view wire, std::size_t longest, bool free_middle) {
  require_lines(wire, longest);
  require(wire.size() >= 6, "a reply has a code and a text", wire);
  const auto code = wire.substr(0, 3);
  require(code[0] >= '1' && code[0] <= '5' && code.find_first_not_of("0123456789") == std::string_view::npos,
          "a reply begins with its code", wire);
  for (auto rest = wire; !rest.empty();) {
    const auto line = rest.substr(0, rest.find("\r\n"));
    const bool is_first = rest.size() == wire.size();
    rest.remove_prefix(line.size() + 2);
    const bool ends = line.starts_with(code) && line.size() > 3 && line[3] == ' ';
    require(ends == rest.empty(), "a reply ends with its last line, and only there", wire);
    if (!ends && (is_first || !free_middle))
      require(line.starts_with(code) && line.size() > 3 && line[3] == '-', "a line says that more follow",
              wire);
  }
  return (code[0] - '0') * 100 + (code[1] - '0') * 10 + (code[2] - '0');
}

}  // namespace fuzzing
