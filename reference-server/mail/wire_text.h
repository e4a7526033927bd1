#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace refd {

/// Brings stored text into the form in which it is fetched, piece by piece: a lone LF becomes CRLF, and what
/// does not end in a line end gets one. Text that is in that form already passes unchanged; so does a lone
/// CR.
class WireText {
 public:
  /// `octets` in that form. The view is of `octets` itself or of a buffer of this object, valid until the
  /// next call.
  std::string_view add(std::string_view octets);
  /// What is missing at the end. Once.
  std::string_view finish() const;

 private:
  std::string buffer_;
  bool any_ = false;
  char last_ = '\0';
};

/// How many octets a stored text has in that form.
class WireSize {
 public:
  void add(std::string_view octets);
  /// So far, with what would be missing if the text ended here.
  std::uint64_t octets() const;

 private:
  std::uint64_t octets_ = 0;
  char last_ = '\0';
};

}  // namespace refd
