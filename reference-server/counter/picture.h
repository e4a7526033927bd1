#pragma once

#include <cstdint>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "counter/designs.h"

namespace refd {

/// The glyphs of one design, painted once: indices into a palette.
class GlyphSheet {
 public:
  /// `symbols`: what it can show. Throws std::bad_alloc.
  GlyphSheet(const Design& design, std::string_view symbols);

  /// A GIF that shows `text`, whose symbols the sheet must have (else std::out_of_range). Safe from every
  /// thread.
  std::string picture_of(std::string_view text) const;

 private:
  struct Glyph {
    unsigned width = 0;
    std::vector<std::uint8_t> pixels;  // row after row
  };
  unsigned height_;
  std::vector<Colour> palette_;
  std::map<char, Glyph> glyphs_;
};

/// Pictures of numbers, times and dates in every design, and the one that says that something is wrong. Those
/// asked for last are kept. Thread-safe.
class PictureMaker {
 public:
  using Picture = std::shared_ptr<const std::string>;

  /// Keeps `most_kept` pictures, at least one.
  explicit PictureMaker(std::size_t most_kept = 512);
  PictureMaker(const PictureMaker&) = delete;
  PictureMaker& operator=(const PictureMaker&) = delete;
  ~PictureMaker() = default;

  /// `design`: a letter from A to E, else std::out_of_range; `text` as for GlyphSheet.
  Picture picture_of(char design, std::string_view text);
  Picture error_picture() const { return error_; }
  std::size_t kept() const;

 private:
  struct Kept {
    std::string key;
    Picture picture;
  };
  std::map<char, GlyphSheet> sheets_;
  Picture error_;
  const std::size_t most_kept_;
  mutable std::mutex mutex_;
  std::list<Kept> recent_;  // the last asked for first
  std::unordered_map<std::string, std::list<Kept>::iterator> by_key_;
};

}  // namespace refd
