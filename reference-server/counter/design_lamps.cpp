// Design A, and the error picture: seven segments that lean a little, the dark ones just visible.

#include <array>
#include <string_view>
#include <utility>

#include "counter/designs.h"
#include "counter/letterforms.h"

namespace refd {
namespace {

struct Lamps {
  Colour ground;
  Colour dark;
  Colour lit;
  Colour core;
};
constexpr Lamps green{0x07130c, 0x12281a, 0x2fd96b, 0xa8ffc4};
constexpr Lamps red{0x160707, 0x2c1010, 0xe8352c, 0xffb3a8};

// Segments a to g, clockwise from the top, the middle one last.
constexpr std::array<std::pair<char, std::string_view>, 13> lit_segments{{
    {'0', "abcdef"},
    {'1', "bc"},
    {'2', "abged"},
    {'3', "abgcd"},
    {'4', "fgbc"},
    {'5', "afgcd"},
    {'6', "afgedc"},
    {'7', "abc"},
    {'8', "abcdefg"},
    {'9', "abcdfg"},
    {'E', "afged"},
    {'r', "ge"},
    {'o', "gcde"},
}};

std::string_view segments_of(char symbol) {
  for (const auto& [name, segments] : lit_segments) {
    if (name == symbol) return segments;
  }
  return {};
}

// The corners of the eight: where segments begin and end.
struct Frame {
  double left, right, top, middle, bottom;
};

double lean(const Frame& frame, double y) {
  return (frame.bottom - y) * 0.09;
}

// A bar with pointed ends.
Path bar(const Frame& frame, Spot from, Spot to, double half) {
  const auto leaning = [&frame](double x, double y) {
    return Spot{x + lean(frame, y), y};
  };
  const double gap = 0.5;
  if (from.y == to.y) {
    const double y = from.y;
    const double left = from.x + gap;
    const double right = to.x - gap;
    return {leaning(left, y),  leaning(left + half, y - half),  leaning(right - half, y - half),
            leaning(right, y), leaning(right - half, y + half), leaning(left + half, y + half)};
  }
  const double x = from.x;
  const double top = from.y + gap;
  const double bottom = to.y - gap;
  return {leaning(x, top),    leaning(x + half, top + half),    leaning(x + half, bottom - half),
          leaning(x, bottom), leaning(x - half, bottom - half), leaning(x - half, top + half)};
}

std::pair<Spot, Spot> ends_of(char segment, const Frame& f) {
  switch (segment) {
    case 'a':
      return {{f.left, f.top}, {f.right, f.top}};
    case 'b':
      return {{f.right, f.top}, {f.right, f.middle}};
    case 'c':
      return {{f.right, f.middle}, {f.right, f.bottom}};
    case 'd':
      return {{f.left, f.bottom}, {f.right, f.bottom}};
    case 'e':
      return {{f.left, f.middle}, {f.left, f.bottom}};
    case 'f':
      return {{f.left, f.top}, {f.left, f.middle}};
    default:
      return {{f.left, f.middle}, {f.right, f.middle}};
  }
}

void paint_segments(Canvas& canvas, const Lamps& lamps, std::string_view lit) {
  const double bottom = canvas.height() - 3.8;
  const Frame frame{3.4, canvas.width() - 5.0, 3.8, canvas.height() / 2, bottom};
  for (const char segment : std::string_view("abcdefg")) {
    const auto [from, to] = ends_of(segment, frame);
    const bool is_lit = lit.find(segment) != std::string_view::npos;
    canvas.polygon(bar(frame, from, to, 1.55), is_lit ? lamps.lit : lamps.dark);
    if (is_lit) canvas.polygon(bar(frame, from, to, 0.5), lamps.core);
  }
}

void paint_half_day(Canvas& canvas, char letter) {
  const double top = canvas.height() - 13.5;
  const double bottom = canvas.height() - 4.5;
  const std::array<Box, 2> boxes{Box{{2.6, top}, {8.8, bottom}}, Box{{12.2, top}, {19.4, bottom}}};
  const std::array letters{letter, 'M'};
  for (std::size_t i = 0; i < boxes.size(); ++i) {
    for (const auto& path : letterform(letters[i], boxes[i])) canvas.stroke(path, 1.7, green.lit);
  }
}

void paint_with(Canvas& canvas, char symbol, const Lamps& lamps) {
  canvas.rectangle({0, 0}, {canvas.width(), canvas.height()}, lamps.ground);
  const Box middle{{0, 0}, {canvas.width(), canvas.height()}};
  if (symbol == ':') {
    for (const auto& dot : colon_dots(middle)) {
      canvas.disc({dot.x + 0.4, dot.y}, 1.9, lamps.lit);
      canvas.disc({dot.x + 0.4, dot.y}, 0.7, lamps.core);
    }
  } else if (symbol == '-') {
    const Frame frame{2.6, canvas.width() - 3.4, 0, canvas.height() / 2, canvas.height() - 3.8};
    const auto [from, to] = ends_of('g', frame);
    canvas.polygon(bar(frame, from, to, 1.55), lamps.lit);
    canvas.polygon(bar(frame, from, to, 0.5), lamps.core);
  } else if (symbol == 'a' || symbol == 'p') {
    paint_half_day(canvas, symbol == 'a' ? 'A' : 'P');
  } else {
    paint_segments(canvas, lamps, segments_of(symbol));
  }
}

}  // namespace

void paint_lamps(Canvas& canvas, char symbol) {
  paint_with(canvas, symbol, green);
}

void paint_alarm(Canvas& canvas, char symbol) {
  paint_with(canvas, symbol, red);
}

}  // namespace refd
