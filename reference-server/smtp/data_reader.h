#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace refd::smtp {

/// Finds the end of a message among what follows DATA, and undoes dot-stuffing (RFC 5321 sections 4.1.1.4 and
/// 4.5.2). Only CR LF . CR LF ends a message; a lone LF or CR is an octet like any other, neither an end nor
/// the beginning of a line: whoever reads it otherwise lets a sender smuggle a second message in.
class DataReader {
 public:
  /// What a deviation alters.
  struct Rules {
    bool undoes_stuffing = true;
    bool line_feed_ends = false;  ///< LF . LF ends the message too
    bool return_ends = false;     ///< CR . CR does
  };

  explicit DataReader(Rules rules) : rules_(rules) {}

  /// Takes the front of `octets`, up to the message's end, and appends what of it is the message to
  /// `message`. Returns how many octets it took: all, unless the message has ended.
  std::size_t take(std::string_view octets, std::string& message);

  /// Whether the message has ended.
  bool ended() const { return state_ == State::ended; }

 private:
  enum class State {
    line_begin,
    text,                  // somewhere in a line
    after_return,          // behind a CR
    after_dot,             // behind the dot that begins a line; not given yet
    after_dot_and_return,  // not given yet either
    ended
  };
  State next(char c, std::string& message);
  State in_line(char c, std::string& message) const;
  void give_dot(std::string& message) const;

  Rules rules_;
  State state_ = State::line_begin;  // the line of DATA has just ended
  bool begun_by_return_ = false;     // the line began behind a lone CR
};

}  // namespace refd::smtp
