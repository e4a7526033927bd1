// Design B: the wheels of a meter. Light falls on their middle; a dark gap lies between two of them.

#include <cmath>

#include "counter/designs.h"
#include "counter/letterforms.h"

namespace refd {
namespace {

constexpr Colour gap = 0x050506;
constexpr Colour edge = 0x101013;
constexpr Colour middle = 0x4a4d55;
constexpr Colour figure = 0xf7f4ea;
constexpr Colour shade = 0x17181c;

void paint_wheel(Canvas& canvas) {
  canvas.rectangle({0, 0}, {canvas.width(), canvas.height()}, gap);
  constexpr double step = 0.25;
  const int stripes = static_cast<int>((canvas.height() - 2) / step);
  for (int stripe = 0; stripe < stripes; ++stripe) {
    const double y = 1 + stripe * step;
    const double from_middle = std::abs(2 * y / canvas.height() - 1);
    const double light = std::sqrt(std::max(0.0, 1 - from_middle * from_middle));
    canvas.rectangle({0.75, y}, {canvas.width() - 0.75, y + step}, mixed(edge, middle, light));
  }
}

void paint_letters(Canvas& canvas, char letter, const Box& box, double thickness) {
  for (auto path : letterform(letter, box)) {
    for (auto& spot : path) spot = {spot.x + 0.6, spot.y + 0.8};
    canvas.stroke(path, thickness, shade);
  }
  for (const auto& path : letterform(letter, box)) canvas.stroke(path, thickness, figure);
}

}  // namespace

void paint_wheels(Canvas& canvas, char symbol) {
  paint_wheel(canvas);
  const double bottom = canvas.height() - 5.5;
  const double right = canvas.width();
  if (symbol == ':') {
    for (const auto& dot : colon_dots({{0, 3}, {right, canvas.height() - 3}})) canvas.disc(dot, 1.7, figure);
  } else if (symbol == '-') {
    canvas.stroke(dash_line({{4, 0}, {right - 4, canvas.height()}}), 2.4, figure);
  } else if (symbol == 'a' || symbol == 'p') {
    paint_letters(canvas, symbol == 'a' ? 'A' : 'P', {{4, 8}, {11, bottom - 2.5}}, 1.9);
    paint_letters(canvas, 'M', {{14.6, 8}, {22.2, bottom - 2.5}}, 1.9);
  } else {
    paint_letters(canvas, symbol, {{4.4, 5.5}, {right - 4.4, bottom}}, 2.5);
  }
}

}  // namespace refd
