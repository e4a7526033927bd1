#pragma once

#include <string>
#include <string_view>

namespace refd {

/// Brings a message, piece by piece, into the form in which POP3 and SMTP transfer it (RFC 1939 section 3,
/// RFC 5321 section 4.5.2): a line that begins with a dot gets another in front; a line with nothing but a
/// dot is the end.
class DotStuffing {
 public:
  /// `octets`, whose lines end in CRLF, in that form. The view is of `octets` itself or of a buffer of this
  /// object, valid until the next call.
  std::string_view add(std::string_view octets);
  /// What ends it.
  std::string_view finish() const;

 private:
  std::string buffer_;
  bool at_line_start_ = true;
};

}  // namespace refd
