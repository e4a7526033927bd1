#include <array>

#include "fuzzing/dice.h"
#include "fuzzing/target.h"
#include "net/line_buffer.h"
#include "net/net_fuzz.h"

namespace refd::net {
namespace {

using fuzzing::require;
using fuzzing::require_same;

constexpr std::size_t limit = 20;

struct Lines {
  std::string text;
  std::string rest;
};

template <class Pieces>
Lines lines_in(const Pieces& pieces, std::size_t most) {
  LineBuffer buffer;
  Lines found;
  for (const std::string_view piece : pieces) {
    buffer.add(piece);
    while (buffer.has_line(most)) {
      const auto peeked = buffer.peek(most).has_value() ? std::string(*buffer.peek(most)) : "";
      const auto line = buffer.take(most);
      require(line.has_value(), "a line that is there can be taken");
      require(line->text.size() <= most, "a line keeps to the limit", line->text);
      require(line->text.find('\n') == std::string::npos, "a line holds no line end", line->text);
      require_same(peeked, line->text, "a line is what was seen");
      found.text += line->too_long ? "!\n" : line->text + "\n";
    }
    require(!buffer.take(most).has_value(), "a line that is not there cannot be taken");
  }
  found.rest = buffer.take_rest();
  return found;
}

// Line by line, without a buffer.
std::string expected_of(std::string_view octets) {
  std::string text;
  for (auto end = octets.find('\n'); end != std::string_view::npos; end = octets.find('\n')) {
    auto line = octets.substr(0, end);
    octets.remove_prefix(end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    text += line.size() > limit ? "!\n" : std::string(line) + "\n";
  }
  return text;
}

void check_lines(std::string_view octets) {
  fuzzing::Dice dice(octets);
  const auto found = lines_in(fuzzing::pieces_of(octets, dice), limit);
  require_same(found.text, expected_of(octets), "lines in pieces are the lines");
  require(found.rest.size() <= limit + 42, "what is kept of a line that is too long keeps to the limit",
          found.rest);
}

void check_lines_one_octet_shorter(std::string_view octets) {
  fuzzing::Dice dice(octets);
  require_same(lines_in(fuzzing::pieces_of(octets, dice), limit - 1).text, expected_of(octets),
               "lines in pieces are the lines");
}

}  // namespace
}  // namespace refd::net

std::span<const fuzzing::Target> fuzzing::targets() {
  using namespace refd::net;
  static const std::array table{
      Target{.name = "net.exchangers", .check = check_exchangers, .longest = 600, .mutations = 3000},
      Target{.name = "net.lines",
             .check = check_lines,
             .longest = 400,
             .with_a_mistake = check_lines_one_octet_shorter},
      Target{.name = "net.names",
             .check = check_names,
             .longest = 600,
             .mutations = 3000,
             .with_a_mistake = check_names_unread},
  };
  return table;
}
