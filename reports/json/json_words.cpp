#include "reports/json/json_words.h"

namespace reports {

std::string_view direction_word(Direction direction) {
  switch (direction) {
    case Direction::sent:
      return "sent";
    case Direction::received:
      return "received";
    case Direction::note:
      break;
  }
  return "note";
}

std::optional<Direction> parse_direction(std::string_view word) {
  for (const Direction direction : {Direction::sent, Direction::received, Direction::note}) {
    if (direction_word(direction) == word) return direction;
  }
  return std::nullopt;
}

}  // namespace reports
