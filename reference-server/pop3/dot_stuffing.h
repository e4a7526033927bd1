#pragma once

#include <string>
#include <string_view>

namespace refd {

/// Brings a message, piece by piece, into the form of an answer of several lines (RFC 1939 section 3): a line
/// that begins with a dot gets another in front; a line with nothing but a dot is the end.
class DotStuffing {
 public:
  /// `octets`, whose lines end in CRLF, in that form. The view is of `octets` itself or of a buffer of this
  /// object, valid until the next call.
  std::string_view add(std::string_view octets);
  /// What ends the answer.
  std::string_view finish() const;

 private:
  std::string buffer_;
  bool at_line_start_ = true;
};

}  // namespace refd
