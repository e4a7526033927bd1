#pragma once

#include <string_view>

#include "ssi/page.h"

namespace refd::ssi {

/// Takes pages apart as Apache's mod_include does. A machine that is fed octets in stretches of any size and
/// keeps no more than one unfinished directive. One page each.
///
///   <!--#name [argument[=value]]… -->
///
/// A value stands in ", ' or `, in which a backslash hides that quote, or without quotes up to the next
/// blank. "-->" ends a directive only where an argument could begin, or right after its name. What is wrong
/// in a directive makes it malformed, and it still ends where it would have.
class PageParser {
 public:
  /// A longer directive is malformed; what is too much is read over.
  static constexpr std::size_t most_directive_octets = 65'536;

  /// Appends to `page` what has become complete. Text may come in several pieces.
  void feed(std::string_view octets, Page& page);
  /// The page has ended: an unfinished directive is a malformed one.
  void finish(Page& page);

 private:
  enum class State {
    text,
    name,
    name_tail,  // a "-" in the name that may begin "-->"
    before_argument,
    tail,  // a "-" where an argument could begin
    argument_name,
    after_argument_name,
    before_value,
    value,
  };

  void take_text(std::string_view& octets, Page& page);
  void begin_directive();
  void end_directive(Page& page);
  // Each looks at one octet and returns whether it is done with it.
  bool step(char c, Page& page);
  bool in_name(char c);
  bool in_name_tail(char c, Page& page);
  bool before_argument(char c);
  bool in_tail(char c, Page& page);
  bool in_argument_name(char c);
  bool after_argument_name(char c);
  bool before_value(char c);
  bool in_value(char c);

  void begin_argument();
  void keep(std::string& text, char c);
  void end_name();

  State state_ = State::text;
  std::size_t matched_ = 0;  // so many octets of the start or end mark were seen
  Directive directive_;
  std::size_t octets_ = 0;  // of the directive, as far as they were kept
  char quote_ = '\0';
  bool escaped_ = false;
};

}  // namespace refd::ssi
