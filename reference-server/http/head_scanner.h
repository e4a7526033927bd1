#pragma once

#include <cstddef>
#include <string_view>

#include "http/outcome.h"

namespace refd::http {

/// Finds where the head of a request ends, looking at each octet once however slowly they arrive, and refuses
/// what must not be passed on: line ends without CR, folded lines (RFC 9112 section 5.2), too much of it.
class HeadScanner {
 public:
  struct Limits {
    std::size_t request_line_octets = 8190;
    std::size_t head_octets = 16'384;
  };

  explicit HeadScanner(Limits limits) : limits_(limits) {}

  struct Extent {
    std::size_t begin = 0;     ///< after empty lines before the request line (RFC 9112 section 2.2)
    std::size_t line_end = 0;  ///< of the request line, without CR LF; 0: not all of it is there
    std::size_t end = 0;       ///< after the empty line that ends the head; 0: not all of it is there
  };

  /// `buffered` begins with the same octets at each call until reset(). Refusals: 400, 414, 431.
  Outcome<Extent> scan(std::string_view buffered);
  /// What was found so far, for the log, also after a refusal.
  const Extent& extent() const noexcept { return extent_; }
  void reset() noexcept;

 private:
  enum class Line { in_head, ends_head };
  Outcome<Line> end_of_line(std::string_view buffered, std::size_t newline);

  const Limits limits_;
  Extent extent_;
  std::size_t scanned_ = 0;
  std::size_t line_start_ = 0;
};

}  // namespace refd::http
