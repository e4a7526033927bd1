#pragma once

#include <string>
#include <string_view>

namespace refd::smtp {

/// Brings a message, piece by piece, into lines that end in CRLF and hold no other CR or LF, as a client has
/// to send them (RFC 5321 section 2.3.8): a server that reads a lone one as a line end would else see an end,
/// or another message, where there is none.
class WireLines {
 public:
  /// `octets` in that form, as far as they are known to be whole; valid until the next call.
  std::string_view add(std::string_view octets);
  /// What was held back.
  std::string_view finish();

 private:
  std::string buffer_;
  bool return_held_ = false;  // a CR that came last
};

}  // namespace refd::smtp
