#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "picture/picture.h"

namespace cts {

/// How wide a picture of digits is: every digit the same, and perhaps a frame around all of them.
struct DigitGeometry {
  unsigned digit = 0;   ///< pixels of one digit
  unsigned margin = 0;  ///< to the left of the first
  unsigned frame = 0;   ///< on both sides together

  /// How many digits a picture of that width shows; none when it is not made of whole ones.
  std::optional<unsigned> digits_in(unsigned width) const;
};

/// From the pictures of one number with `digits` digits and with one more; none unless the second is wider.
std::optional<DigitGeometry> geometry_of(const Picture& fewer, const Picture& more, unsigned digits);

/// Reads numbers from pictures of one design, without knowing how the provider draws its digits: the counter
/// teaches them by counting. A value.
class DigitReader {
 public:
  /// Learns from eleven pictures, each of which shows one more than the one before: the last digit takes all
  /// ten forms, and is a 0 where the one before it changes. None, with the reason in `why`, when they do not
  /// count so.
  static std::optional<DigitReader> taught_by(const DigitGeometry& geometry, std::span<const Picture> eleven,
                                              std::string& why);

  /// "0001024"; none unless the whole picture is made of known digits.
  std::optional<std::string> read(const Picture& picture) const;
  /// The known digits in a picture that shows other things as well, each of which is told by a point:
  /// "11.48." for a clock.
  std::string digits_among_others(const Picture& picture) const;

 private:
  DigitReader() = default;
  char digit_at(const Picture& picture, unsigned left) const;

  DigitGeometry geometry_;
  std::array<Picture, 10> digits_;
};

}  // namespace cts
