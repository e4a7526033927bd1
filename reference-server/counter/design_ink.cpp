// Design E: pen and ink on cream paper, between two ruled lines that run on from glyph to glyph.

#include "counter/designs.h"
#include "counter/letterforms.h"

namespace refd {
namespace {

constexpr Colour paper = 0xfffaf0;
constexpr Colour rule = 0xc9a45c;
constexpr Colour ink = 0x1d2b53;

}  // namespace

void paint_ink(Canvas& canvas, char symbol) {
  const double right = canvas.width();
  const double bottom = canvas.height();
  canvas.rectangle({0, 0}, {right, bottom}, paper);
  canvas.rectangle({0, 0}, {right, 1}, rule);
  canvas.rectangle({0, bottom - 1}, {right, bottom}, rule);
  const auto write = [&canvas](char letter, const Box& box, double thickness) {
    for (const auto& path : letterform(letter, box)) canvas.stroke(path, thickness, ink);
  };
  if (symbol == ':') {
    for (const auto& dot : colon_dots({{0, 2}, {right, bottom - 2}})) canvas.disc(dot, 1.3, ink);
  } else if (symbol == '-') {
    canvas.stroke(dash_line({{2.8, 0}, {right - 2.8, bottom}}), 1.6, ink);
  } else if (symbol == 'a' || symbol == 'p') {
    write(symbol == 'a' ? 'A' : 'P', {{3, 8.5}, {8.6, bottom - 4.5}}, 1.4);
    write('M', {{12, 8.5}, {18.8, bottom - 4.5}}, 1.4);
  } else {
    write(symbol, {{3.1, 4.5}, {right - 3.1, bottom - 4.5}}, 1.9);
  }
}

}  // namespace refd
