#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace refd::smtp {

/// What the service answers: a code, an enhanced status (RFC 3463) and one line, or several.
struct Reply {
  Reply() = default;
  /// `enhanced` is empty where RFC 2034 has none: in greetings, and before more is to come (3yz).
  Reply(int code, std::string_view enhanced, std::string text);

  int code = 0;  ///< 0: no answer at all
  std::string status;
  std::vector<std::string> lines;

  /// The octets on the wire, line ends included.
  std::string wire() const;
};

/// `text` in a form that is safe in a reply, a trace field or a log line: printable, at most 64 octets.
std::string shown(std::string_view text);

}  // namespace refd::smtp
