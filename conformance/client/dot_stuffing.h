#pragma once

#include <string>
#include <string_view>

namespace cts {

/// What goes over the wire for a message: dots doubled at the head of lines (those that follow CR LF, RFC
/// 5321 §4.5.2), a line end at the end if there is none, and the line with the dot. The message comes in
/// pieces of any size. A value; pure.
class DotStuffing {
 public:
  /// Appends to `out` what becomes of the next piece.
  void add(std::string_view piece, std::string& out);
  /// Appends the end of the message.
  void end(std::string& out);

 private:
  enum class Place { line_head, in_line, behind_return };

  Place place_ = Place::line_head;
};

/// The whole at once.
std::string dot_stuffed(std::string_view octets);

}  // namespace cts
