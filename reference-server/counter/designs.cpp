#include "counter/designs.h"

#include <array>

namespace refd {
namespace {

constexpr std::array<Design, 5> five{{
    {'A', 26, 17, 9, 13, 22, paint_lamps},
    {'B', 26, 18, 10, 14, 26, paint_wheels},
    {'C', 30, 21, 11, 17, 30, paint_neon},
    {'D', 26, 19, 10, 16, 33, paint_dots},
    {'E', 22, 14, 8, 11, 22, paint_ink},
}};
constexpr Design alarm{'!', 26, 17, 9, 13, 22, paint_alarm};

}  // namespace

unsigned Design::width_of(char symbol) const noexcept {
  switch (symbol) {
    case ':':
      return colon_width;
    case '-':
      return dash_width;
    case 'a':
    case 'p':
      return half_day_width;
    default:
      return digit_width;
  }
}

std::span<const Design> designs() {
  return five;
}

const Design& alarm_design() {
  return alarm;
}

}  // namespace refd
