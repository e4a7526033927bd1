#include "counter/canvas.h"

#include <gd.h>

#include <algorithm>
#include <cmath>
#include <new>

namespace refd {
namespace {

constexpr unsigned scale = 8;

int scaled(double length) {
  return static_cast<int>(std::lround(length * scale));
}

int as_gd(Colour colour) {
  return static_cast<int>(colour & 0xffffffU);
}

}  // namespace

Colour mixed(Colour from, Colour to, double share) {
  Colour out = 0;
  for (const unsigned shift : {16U, 8U, 0U}) {
    const double low = (from >> shift) & 0xffU;
    const double high = (to >> shift) & 0xffU;
    out |= static_cast<Colour>(std::lround(low + (high - low) * std::clamp(share, 0.0, 1.0))) << shift;
  }
  return out;
}

Canvas::Canvas(unsigned width, unsigned height)
    : width_(width),
      height_(height),
      large_(gdImageCreateTrueColor(static_cast<int>(width * scale), static_cast<int>(height * scale))) {
  if (large_ == nullptr) throw std::bad_alloc();
}

Canvas::~Canvas() {
  gdImageDestroy(large_);
}

void Canvas::rectangle(Spot from, Spot to, Colour colour) {
  gdImageFilledRectangle(large_, scaled(from.x), scaled(from.y), scaled(to.x) - 1, scaled(to.y) - 1,
                         as_gd(colour));
}

void Canvas::polygon(const Path& corners, Colour colour) {
  std::vector<gdPoint> points;
  points.reserve(corners.size());
  for (const auto& corner : corners) points.push_back({scaled(corner.x), scaled(corner.y)});
  gdImageFilledPolygon(large_, points.data(), static_cast<int>(points.size()), as_gd(colour));
}

void Canvas::disc(Spot centre, double radius, Colour colour) {
  const int diameter = scaled(2 * radius);
  gdImageFilledEllipse(large_, scaled(centre.x), scaled(centre.y), diameter, diameter, as_gd(colour));
}

// A bar for each stretch, and a disc where two meet.
void Canvas::stroke(const Path& path, double thickness, Colour colour) {
  for (std::size_t i = 0; i < path.size(); ++i) {
    const auto& from = path[i];
    disc(from, thickness / 2, colour);
    if (i + 1 == path.size()) return;
    const auto& to = path[i + 1];
    const double length = std::hypot(to.x - from.x, to.y - from.y);
    if (length == 0) continue;
    const double across_x = (from.y - to.y) / length * thickness / 2;
    const double across_y = (to.x - from.x) / length * thickness / 2;
    polygon({{from.x + across_x, from.y + across_y},
             {to.x + across_x, to.y + across_y},
             {to.x - across_x, to.y - across_y},
             {from.x - across_x, from.y - across_y}},
            colour);
  }
}

std::vector<Colour> Canvas::pixels() const {
  std::vector<Colour> out;
  out.reserve(std::size_t{width_} * height_);
  for (unsigned y = 0; y < height_; ++y) {
    for (unsigned x = 0; x < width_; ++x) {
      unsigned red = 0;
      unsigned green = 0;
      unsigned blue = 0;
      for (unsigned i = 0; i < scale * scale; ++i) {
        const int pixel = large_->tpixels[y * scale + i / scale][x * scale + i % scale];
        red += static_cast<unsigned>(gdTrueColorGetRed(pixel));
        green += static_cast<unsigned>(gdTrueColorGetGreen(pixel));
        blue += static_cast<unsigned>(gdTrueColorGetBlue(pixel));
      }
      constexpr unsigned samples = scale * scale;
      out.push_back(red / samples << 16U | green / samples << 8U | blue / samples);
    }
  }
  return out;
}

}  // namespace refd
