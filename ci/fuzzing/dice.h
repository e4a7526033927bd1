#pragma once

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <vector>

namespace fuzzing {

/// Numbers that look random and are always the same for the same text: an input alone decides how a target
/// cuts it into pieces, so that a finding can be repeated, and seeds stay texts that a person can read.
class Dice {
 public:
  explicit Dice(std::string_view text) {
    for (const char c : text) state_ = (state_ ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  }

  std::uint64_t roll() {
    state_ += 0x9e3779b97f4a7c15ULL;
    std::uint64_t mixed = state_;
    mixed = (mixed ^ (mixed >> 30U)) * 0xbf58476d1ce4e5b9ULL;
    mixed = (mixed ^ (mixed >> 27U)) * 0x94d049bb133111ebULL;
    return mixed ^ (mixed >> 31U);
  }
  /// 0 … sides - 1.
  std::size_t roll(std::size_t sides) { return static_cast<std::size_t>(roll() % sides); }

 private:
  std::uint64_t state_ = 0xcbf29ce484222325ULL;
};

/// `text` in pieces of one octet to some dozen, none empty.
inline std::vector<std::string_view> pieces_of(std::string_view text, Dice& dice) {
  std::vector<std::string_view> pieces;
  const std::size_t usual = 1 + dice.roll(std::size_t{40});
  while (!text.empty()) {
    const auto length = std::min(text.size(), 1 + dice.roll(usual));
    pieces.push_back(text.substr(0, length));
    text.remove_prefix(length);
  }
  return pieces;
}

/// `text` cut at each LF, which goes; a CR before it goes too.
inline std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const auto end = text.find('\n');
    auto line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    lines.push_back(line);
  }
  return lines;
}

}  // namespace fuzzing
