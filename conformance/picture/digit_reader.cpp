#include "picture/digit_reader.h"

#include <algorithm>
#include <vector>

namespace cts {

std::optional<unsigned> DigitGeometry::digits_in(unsigned width) const {
  if (digit == 0 || width < frame + digit || (width - frame) % digit != 0) return std::nullopt;
  return (width - frame) / digit;
}

std::optional<DigitGeometry> geometry_of(const Picture& fewer, const Picture& more, unsigned digits) {
  if (more.width <= fewer.width || more.height != fewer.height) return std::nullopt;
  DigitGeometry geometry{.digit = more.width - fewer.width};
  if (fewer.width < digits * geometry.digit) return std::nullopt;
  geometry.frame = fewer.width - digits * geometry.digit;
  geometry.margin = geometry.frame / 2;
  return geometry;
}

std::optional<DigitReader> DigitReader::taught_by(const DigitGeometry& geometry,
                                                  std::span<const Picture> eleven, std::string& why) {
  const auto count = eleven.empty() ? std::nullopt : geometry.digits_in(eleven.front().width);
  if (eleven.size() != 11 || !count || *count < 2) {
    why = "these are not eleven pictures of at least two digits";
    return std::nullopt;
  }
  std::vector<Picture> last;
  std::vector<Picture> others;
  for (const Picture& picture : eleven) {
    if (picture.width != eleven.front().width || picture.height != eleven.front().height) {
      why = "the pictures differ in size";
      return std::nullopt;
    }
    const unsigned split = geometry.margin + (*count - 1) * geometry.digit;
    last.push_back(picture.columns(split, geometry.digit));
    others.push_back(picture.columns(geometry.margin, split - geometry.margin));
  }
  // Where the digits before the last one change, the last one has become a 0.
  std::optional<std::size_t> zero;
  for (std::size_t i = 1; i < others.size(); ++i) {
    if (others[i] == others[i - 1]) continue;
    if (zero) {
      why = "more than the last digit changes more than once in ten steps";
      return std::nullopt;
    }
    zero = i;
  }
  if (!zero || last.front() != last.back()) {
    why = "ten steps do not bring the last digit back to where it was";
    return std::nullopt;
  }
  DigitReader reader;
  reader.geometry_ = geometry;
  for (std::size_t i = 0; i < 10; ++i) {
    if (std::count(last.begin(), last.end() - 1, last[i]) != 1) {
      why = "the last digit takes fewer than ten forms in ten steps";
      return std::nullopt;
    }
    reader.digits_[(i + 10 - *zero % 10) % 10] = last[i];
  }
  return reader;
}

char DigitReader::digit_at(const Picture& picture, unsigned left) const {
  const Picture cell = picture.columns(left, geometry_.digit);
  const auto* const found = std::find(digits_.begin(), digits_.end(), cell);
  return found == digits_.end() ? '\0' : static_cast<char>('0' + (found - digits_.begin()));
}

std::optional<std::string> DigitReader::read(const Picture& picture) const {
  const auto count = geometry_.digits_in(picture.width);
  if (!count) return std::nullopt;
  std::string text;
  for (unsigned i = 0; i < *count; ++i) {
    const char digit = digit_at(picture, geometry_.margin + i * geometry_.digit);
    if (digit == '\0') return std::nullopt;
    text += digit;
  }
  return text;
}

std::string DigitReader::digits_among_others(const Picture& picture) const {
  std::string text;
  unsigned left = 0;
  while (left + geometry_.digit <= picture.width) {
    if (const char digit = digit_at(picture, left); digit != '\0') {
      text += digit;
      left += geometry_.digit;
    } else {
      if (!text.ends_with('.')) text += '.';
      ++left;
    }
  }
  return left < picture.width && !text.ends_with('.') ? text + '.' : text;
}

}  // namespace cts
