#include "picture/picture.h"

#include <gd.h>

#include <algorithm>
#include <memory>
#include <ostream>

namespace cts {
namespace {

struct DestroyImage {
  void operator()(gdImageStruct* image) const { gdImageDestroy(image); }
};
using Image = std::unique_ptr<gdImageStruct, DestroyImage>;

unsigned octet(std::string_view octets, std::size_t at) {
  return static_cast<unsigned char>(octets[at]);
}

std::uint32_t big_endian(std::string_view octets, std::size_t at) {
  return octet(octets, at) << 24u | octet(octets, at + 1) << 16u | octet(octets, at + 2) << 8u |
         octet(octets, at + 3);
}

unsigned little_endian(std::string_view octets, std::size_t at) {
  return octet(octets, at) | octet(octets, at + 1) << 8u;
}

std::string refused_size(std::uint32_t width, std::uint32_t height) {
  if (width >= 1 && width <= widest_picture && height >= 1 && height <= highest_picture) return {};
  return std::to_string(width) + " x " + std::to_string(height) + " pixels, which is no size for a counter";
}

// Octets of a table of 2, 4, … 256 colours, as a GIF's packed field tells it.
std::size_t colour_table(unsigned packed) {
  return (packed & 0x80u) == 0 ? 0 : std::size_t{3} << ((packed & 7u) + 1);
}

// Behind a chain of sub-blocks that begins at `at`; npos when it is cut off.
std::size_t behind_sub_blocks(std::string_view gif, std::size_t at) {
  while (at < gif.size()) {
    const std::size_t length = octet(gif, at);
    at += 1 + length;
    if (length == 0) return at;
  }
  return std::string_view::npos;
}

// libgd takes a GIF that is cut off for a shorter picture, so its blocks are walked through first:
// header, screen, then extensions and frames up to the trailer (GIF89a, sections 17 to 27).
std::string problem_of_gif(std::string_view gif) {
  constexpr const char* cut_off = "a GIF that is cut off";
  constexpr std::size_t screen_end = 13;
  if (gif.size() < screen_end) return cut_off;
  if (auto refused = refused_size(little_endian(gif, 6), little_endian(gif, 8)); !refused.empty())
    return refused;
  std::size_t at = screen_end + colour_table(octet(gif, 10));
  bool has_frame = false;
  while (at < gif.size()) {
    const unsigned introducer = octet(gif, at);
    if (introducer == 0x3b) return has_frame ? "" : "a GIF without a frame";
    if (introducer == 0x21) {
      at = behind_sub_blocks(gif, at + 2);
    } else if (introducer == 0x2c && at + 10 < gif.size()) {
      has_frame = true;
      at = behind_sub_blocks(gif, at + 11 + colour_table(octet(gif, at + 9)));
    } else {
      return introducer == 0x2c ? cut_off : "a GIF with an unknown block";
    }
  }
  return cut_off;
}

// Signature, then chunks of length, type, data and checksum; the first is IHDR, the last IEND.
std::string problem_of_png(std::string_view png) {
  constexpr const char* cut_off = "a PNG that is cut off";
  constexpr std::size_t frame = 12;
  constexpr std::size_t size_end = 24;
  if (png.size() < size_end + frame) return cut_off;
  if (png.substr(12, 4) != "IHDR") return "a PNG without a size";
  if (auto refused = refused_size(big_endian(png, 16), big_endian(png, 20)); !refused.empty()) return refused;
  std::size_t at = 8;
  while (png.size() - at >= frame) {
    const std::size_t length = big_endian(png, at);
    if (length > png.size() - at - frame) return cut_off;
    if (png.substr(at + 4, 4) == "IEND") return {};
    at += frame + length;
  }
  return cut_off;
}

Picture pixels_of(gdImagePtr image) {
  Picture picture{static_cast<unsigned>(gdImageSX(image)), static_cast<unsigned>(gdImageSY(image)), {}};
  picture.pixels.reserve(std::size_t{picture.width} * picture.height);
  for (int y = 0; y < gdImageSY(image); ++y) {
    for (int x = 0; x < gdImageSX(image); ++x) {
      const auto colour = static_cast<std::uint32_t>(gdImageGetTrueColorPixel(image, x, y));
      picture.pixels.push_back(colour >> 24u == gdAlphaTransparent ? 0 : colour | 0x80000000u);
    }
  }
  return picture;
}

void say_nothing(int, const char*, va_list) {}

}  // namespace

Picture Picture::columns(unsigned left, unsigned count) const {
  Picture out{count, height, {}};
  out.pixels.reserve(std::size_t{count} * height);
  for (unsigned y = 0; y < height; ++y) {
    const auto row = pixels.begin() + static_cast<std::ptrdiff_t>(std::size_t{y} * width + left);
    out.pixels.insert(out.pixels.end(), row, row + count);
  }
  return out;
}

void PrintTo(const Picture& picture, std::ostream* out) {
  *out << "a picture of " << picture.width << " x " << picture.height << " pixels";
}

DecodedPicture decode_picture(std::string_view octets) {
  // What libgd thinks of a broken file would go to standard error.
  static const bool quiet = (gdSetErrorMethod(say_nothing), true);
  static_cast<void>(quiet);
  DecodedPicture out;
  if (octets.starts_with("GIF87a") || octets.starts_with("GIF89a")) out.format = "GIF";
  if (octets.starts_with("\x89PNG\r\n\x1a\n")) out.format = "PNG";
  if (out.format.empty()) {
    out.problem = octets.empty() ? "nothing at all" : "neither a GIF nor a PNG";
  } else if (octets.size() > largest_picture_file) {
    out.problem = "a picture of " + std::to_string(octets.size()) + " octets";
  } else {
    out.problem = out.format == "GIF" ? problem_of_gif(octets) : problem_of_png(octets);
  }
  if (!out.problem.empty()) return out;
  std::string copy(octets);  // libgd wants octets that it could write to
  const int size = static_cast<int>(copy.size());
  const Image image(out.format == "GIF" ? gdImageCreateFromGifPtr(size, copy.data())
                                        : gdImageCreateFromPngPtr(size, copy.data()));
  if (image == nullptr) {
    out.problem = "a " + out.format + " that cannot be decoded";
  } else {
    out.picture = pixels_of(image.get());
  }
  return out;
}

}  // namespace cts
