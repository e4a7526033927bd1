#include "counter/picture.h"

#include <gd.h>

#include <algorithm>
#include <new>

#include "counter/gif_writer.h"
#include "counter/letterforms.h"

namespace refd {
namespace {

// Enough for smooth edges; fewer make a smaller file.
constexpr int most_colours = most_gif_colours;

struct DestroyImage {
  void operator()(gdImageStruct* image) const { gdImageDestroy(image); }
};
using Image = std::unique_ptr<gdImageStruct, DestroyImage>;

Image not_null(gdImagePtr image) {
  if (image == nullptr) throw std::bad_alloc();
  return Image(image);
}

}  // namespace

GlyphSheet::GlyphSheet(const Design& design, std::string_view symbols) : height_(design.height) {
  unsigned width = 0;
  for (const char symbol : symbols) width += design.width_of(symbol);
  const auto strip = not_null(gdImageCreateTrueColor(static_cast<int>(width), static_cast<int>(height_)));
  unsigned left = 0;
  for (const char symbol : symbols) {
    auto& glyph = glyphs_[symbol];
    glyph.width = design.width_of(symbol);
    Canvas canvas(glyph.width, height_);
    design.paint(canvas, symbol);
    const auto pixels = canvas.pixels();
    for (std::size_t i = 0; i < pixels.size(); ++i) {
      gdImageSetPixel(strip.get(), static_cast<int>(left + i % glyph.width),
                      static_cast<int>(i / glyph.width), static_cast<int>(pixels[i]));
    }
    left += glyph.width;
  }
  // One palette for all glyphs, so that each looks the same wherever it stands.
  if (gdImageTrueColorToPalette(strip.get(), 0, most_colours) == 0) throw std::bad_alloc();
  for (int i = 0; i < gdImageColorsTotal(strip.get()); ++i) {
    palette_.push_back(static_cast<Colour>(
        gdTrueColor(gdImageRed(strip.get(), i), gdImageGreen(strip.get(), i), gdImageBlue(strip.get(), i))));
  }
  left = 0;
  for (const char symbol : symbols) {
    auto& glyph = glyphs_[symbol];
    for (unsigned y = 0; y < height_; ++y) {
      for (unsigned x = 0; x < glyph.width; ++x)
        glyph.pixels.push_back(gdImagePalettePixel(strip.get(), left + x, y));
    }
    left += glyph.width;
  }
}

std::string GlyphSheet::picture_of(std::string_view text) const {
  unsigned width = 0;
  for (const char symbol : text) width += glyphs_.at(symbol).width;
  std::vector<std::uint8_t> pixels(std::size_t{width} * height_);
  std::size_t left = 0;
  for (const char symbol : text) {
    const auto& glyph = glyphs_.at(symbol);
    for (std::size_t y = 0; y < height_; ++y) {
      const auto row = glyph.pixels.begin() + static_cast<std::ptrdiff_t>(y * glyph.width);
      std::copy_n(row, glyph.width, pixels.begin() + static_cast<std::ptrdiff_t>(y * width + left));
    }
    left += glyph.width;
  }
  return write_gif(palette_, width, pixels);
}

PictureMaker::PictureMaker(std::size_t most_kept) : most_kept_(std::max<std::size_t>(most_kept, 1)) {
  for (const auto& design : designs()) sheets_.try_emplace(design.letter, design, picture_symbols);
  error_ = std::make_shared<const std::string>(GlyphSheet(alarm_design(), "Ero").picture_of("Error"));
}

PictureMaker::Picture PictureMaker::picture_of(char design, std::string_view text) {
  auto key = design + std::string(text);
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = by_key_.find(key); found != by_key_.end()) {
      recent_.splice(recent_.begin(), recent_, found->second);
      return found->second->picture;
    }
  }
  // Drawn outside the lock; when two draw the same, both are right.
  auto picture = std::make_shared<const std::string>(sheets_.at(design).picture_of(text));
  const std::lock_guard lock(mutex_);
  if (by_key_.contains(key)) return picture;
  recent_.push_front({key, picture});
  by_key_.emplace(std::move(key), recent_.begin());
  if (recent_.size() > most_kept_) {
    by_key_.erase(recent_.back().key);
    recent_.pop_back();
  }
  return picture;
}

std::size_t PictureMaker::kept() const {
  const std::lock_guard lock(mutex_);
  return recent_.size();
}

}  // namespace refd
