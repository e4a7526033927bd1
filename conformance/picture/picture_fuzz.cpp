#include <algorithm>
#include <array>
#include <vector>

#include "fuzzing/target.h"
#include "picture/digit_reader.h"
#include "picture/picture.h"

namespace cts {
namespace {

using fuzzing::require;

void check_picture(std::string_view octets) {
  const auto decoded = decode_picture(octets);
  require(decoded.picture.has_value() == decoded.problem.empty(), "there is a picture, or a problem");
  if (!decoded.picture) return;
  const auto& picture = *decoded.picture;
  require(picture.width > 0 && picture.height > 0 && picture.width <= widest_picture &&
              picture.height <= highest_picture,
          "a picture keeps to the limits");
  require(picture.pixels.size() == std::size_t{picture.width} * picture.height,
          "a picture has all its pixels");
  require(std::none_of(picture.pixels.begin(), picture.pixels.end(),
                       [](std::uint32_t pixel) { return (pixel >> 24U) == 0 && pixel != 0; }),
          "what is fully transparent is 0");
  require(decode_picture(octets).picture == decoded.picture, "a picture is the same whenever it is decoded");
  require(picture.columns(0, picture.width) == picture, "all columns are the picture");
  // It teaches nothing, and nothing is read from it.
  const std::vector<Picture> eleven(11, picture);
  std::string why;
  require(!DigitReader::taught_by({.digit = picture.width}, eleven, why),
          "what does not count teaches nothing");
  require(!why.empty(), "why is told");
  const auto geometry = geometry_of(picture, picture.columns(0, (picture.width + 1) / 2), 3);
  require(!geometry.has_value() || picture.width == 1, "more digits are wider");
}

}  // namespace
}  // namespace cts

std::span<const fuzzing::Target> fuzzing::targets() {
  static const std::array table{
      Target{.name = "picture.decode", .check = cts::check_picture, .longest = 4096},
  };
  return table;
}
