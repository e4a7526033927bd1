#pragma once

#include <string_view>
#include <vector>

#include "counter/canvas.h"

namespace refd {

/// Symbols of a counter's picture: "0" to "9", ":" and "-", "a" for AM and "p" for PM.
inline constexpr std::string_view picture_symbols = "0123456789:-ap";

/// Where a letterform goes: its upper left and lower right corner.
struct Box {
  Spot from;
  Spot to;
};

/// The lines that make `letter` ("0" to "9", "A", "M", "P"), as a pen draws them, in `box`; none for others.
std::vector<Path> letterform(char letter, const Box& box);

/// The two dots of a colon in the middle of `box`.
std::vector<Spot> colon_dots(const Box& box);

/// A horizontal line through the middle of `box`.
Path dash_line(const Box& box);

}  // namespace refd
