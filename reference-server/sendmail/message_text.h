#pragma once

#include <string>
#include <string_view>

namespace refd::sendmail {

/// What a program writes as a message, made into lines that end in LF: a CR before it goes, the last line
/// gets one.
class MessageText {
 public:
  /// `dot_ends`: a line with nothing but a dot ends the message.
  explicit MessageText(bool dot_ends) : dot_ends_(dot_ends) {}

  /// Appends to `out` what `octets` add. What comes after the end is dropped.
  void take(std::string_view octets, std::string& out);
  /// Nothing more comes.
  void end(std::string& out);
  /// Whether the dot was met.
  bool is_over() const noexcept { return place_ == Place::over; }

 private:
  enum class Place { line_start, dot, text, over };

  void take_octet(char octet, std::string& out);
  void line_end(std::string& out);

  const bool dot_ends_;
  Place place_ = Place::line_start;
  bool return_ = false;  // a CR that may belong to a line's end
};

}  // namespace refd::sendmail
