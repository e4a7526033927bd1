#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cts {

/// A decoded picture. Two that look the same are equal, whatever they were encoded as.
struct Picture {
  unsigned width = 0;
  unsigned height = 0;
  /// Row after row, 0xAARRGGBB; all that is fully transparent is 0.
  std::vector<std::uint32_t> pixels;

  friend bool operator==(const Picture&, const Picture&) = default;

  /// The columns from `left`, `count` of them; they must be there.
  Picture columns(unsigned left, unsigned count) const;
};
/// "84 x 20 pixels".
void PrintTo(const Picture& picture, std::ostream* out);

/// A picture, or why there is none.
struct DecodedPicture {
  std::optional<Picture> picture;
  std::string format;   ///< "GIF", "PNG"; empty when it is neither
  std::string problem;  ///< empty when there is a picture
};

/// Largest sides that are decoded: a counter's picture is much smaller, and memory is what a hostile one
/// wants.
inline constexpr unsigned widest_picture = 4096;
inline constexpr unsigned highest_picture = 1024;
inline constexpr std::size_t largest_picture_file = 1u << 20;

/// Decodes a GIF (its first frame) or a PNG. What is cut off, larger than the limits, or neither of the two
/// is a problem, never an exception. Thread-safe.
DecodedPicture decode_picture(std::string_view octets);

}  // namespace cts
