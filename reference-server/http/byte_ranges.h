#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace refd::http {

/// Octets first … first + length - 1 of a file.
struct ByteRange {
  std::uint64_t first = 0;
  std::uint64_t length = 0;
  friend bool operator==(const ByteRange&, const ByteRange&) = default;
};

/// What a Range field asks of a file (RFC 9110 section 14.2).
struct RangeRequest {
  enum class Kind {
    whole,          ///< no such field, not understood, or asking for so much that the file itself is cheaper
    parts,          ///< `ranges`, in the order asked
    unsatisfiable,  ///< 416
  };
  Kind kind = Kind::whole;
  std::vector<ByteRange> ranges;
};

/// Ranges in one request; more are answered with the whole file, as are ranges that add up to more than it.
inline constexpr std::size_t most_ranges = 32;

RangeRequest understand_range(std::string_view field, std::uint64_t file_size);

}  // namespace refd::http
