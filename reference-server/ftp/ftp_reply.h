#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace refd {

/// What the service answers on the control connection: a code and one line, or several (RFC 959 section 4.2).
struct FtpReply {
  int code = 0;  ///< 0: no answer at all
  std::string text;
  /// Lines between the first and the last, each sent as it is behind a space; then `text` is the head.
  std::vector<std::string> body;
  /// Last line's text of an answer of several lines.
  std::string foot = "End";
  /// Whether it is sent in the form of several lines also when `body` is empty.
  bool in_lines = false;

  /// The octets on the wire, line ends included.
  std::string wire() const;
};

/// `path` as 257 has it: in quotes, those inside doubled (RFC 959 appendix II).
std::string quoted(std::string_view path);

}  // namespace refd
