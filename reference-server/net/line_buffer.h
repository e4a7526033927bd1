#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace refd::net {

/// One line from a peer, without its LF or CRLF.
struct InputLine {
  std::string text;
  /// The line was longer than allowed; `text` is empty, the line is thrown away to its end.
  bool too_long = false;
};

/// Cuts what a peer sends into lines. Holds at most the limit and one piece that was added: a line above the
/// limit is thrown away as it comes.
class LineBuffer {
 public:
  /// Takes in what came from the peer.
  void add(std::string_view octets);

  /// Whether take(limit) would give a line.
  bool has_line(std::size_t limit);

  /// The next line; nothing when it is not complete yet. `limit`: the most octets a line may have, its end
  /// not counted.
  std::optional<InputLine> take(std::size_t limit);

  /// The next line without taking it, valid until the next call; nothing also when it is too long.
  std::optional<std::string_view> peek(std::size_t limit);

  /// Takes whatever is left, complete or not: for bytes that follow a line but are none.
  std::string take_rest();
  /// As much of that as fits into `space`; how many octets.
  std::size_t take_some(std::span<char> space);
  /// Takes in octets that come before those that are there.
  void put_back(std::string_view octets);

 private:
  std::string_view pending() const { return std::string_view(octets_).substr(begin_); }
  void drop(std::size_t count);

  std::string octets_;
  std::size_t begin_ = 0;
  bool discarding_ = false;  // inside a line that was too long
};

}  // namespace refd::net
