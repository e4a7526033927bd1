// Design C: neon tubes at night, pink with a white core, in a violet glow.

#include <array>

#include "counter/designs.h"
#include "counter/letterforms.h"

namespace refd {
namespace {

constexpr Colour night = 0x120a24;

// From the faint edge of the glow inwards; each layer covers the middle of the one before.
struct Layer {
  double thickness;
  Colour colour;
};
constexpr std::array<Layer, 7> layers{{
    {8.6, 0x1b0d35},
    {7.2, 0x2a1049},
    {5.8, 0x45145f},
    {4.6, 0x741a78},
    {3.4, 0xc32a8d},
    {2.5, 0xff4fb0},
    {1.1, 0xffe6f6},
}};

void glow(Canvas& canvas, const std::vector<Path>& paths, double share) {
  for (const auto& layer : layers) {
    for (const auto& path : paths) canvas.stroke(path, layer.thickness * share, layer.colour);
  }
}

std::vector<Path> both(std::vector<Path> first, const std::vector<Path>& second) {
  first.insert(first.end(), second.begin(), second.end());
  return first;
}

}  // namespace

void paint_neon(Canvas& canvas, char symbol) {
  canvas.rectangle({0, 0}, {canvas.width(), canvas.height()}, night);
  const double right = canvas.width();
  const double bottom = canvas.height();
  if (symbol == ':') {
    std::vector<Path> dots;
    for (const auto& dot : colon_dots({{0, 0}, {right, bottom}})) dots.push_back({dot, {dot.x, dot.y + 0.2}});
    glow(canvas, dots, 1.1);
  } else if (symbol == '-') {
    glow(canvas, {dash_line({{4.5, 0}, {right - 4.5, bottom}})}, 1);
  } else if (symbol == 'a' || symbol == 'p') {
    const double top = 10.5;
    const double foot = bottom - 8.5;
    glow(canvas,
         both(letterform(symbol == 'a' ? 'A' : 'P', {{4.5, top}, {11.5, foot}}),
              letterform('M', {{17, top}, {25.5, foot}})),
         0.75);
  } else {
    glow(canvas, letterform(symbol, {{5.2, 5.2}, {right - 5.2, bottom - 5.2}}), 1);
  }
}

}  // namespace refd
