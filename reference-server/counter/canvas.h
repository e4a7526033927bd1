#pragma once

#include <cstdint>
#include <memory>
#include <vector>

struct gdImageStruct;

namespace refd {

/// A point in pixels of the finished picture, which may lie between two of them.
struct Spot {
  double x = 0;
  double y = 0;
};

/// A line through these points.
using Path = std::vector<Spot>;

/// 0xRRGGBB.
using Colour = std::uint32_t;

/// `share` of the way from one colour to the other, 0 to 1.
Colour mixed(Colour from, Colour to, double share);

/// Where a glyph is painted, with smooth edges: eight times as large as the finished one, then made smaller.
class Canvas {
 public:
  /// Sizes in pixels of the finished glyph. Throws std::bad_alloc.
  Canvas(unsigned width, unsigned height);
  Canvas(const Canvas&) = delete;
  Canvas& operator=(const Canvas&) = delete;
  ~Canvas();

  double width() const noexcept { return width_; }
  double height() const noexcept { return height_; }

  void rectangle(Spot from, Spot to, Colour colour);
  void polygon(const Path& corners, Colour colour);
  void disc(Spot centre, double radius, Colour colour);
  /// Round at its ends and bends.
  void stroke(const Path& path, double thickness, Colour colour);

  /// The finished glyph, row after row.
  std::vector<Colour> pixels() const;

 private:
  unsigned width_;
  unsigned height_;
  gdImageStruct* large_;
};

}  // namespace refd
