#include "http/head_scanner.h"

namespace refd::http {

namespace {
constexpr std::size_t most_leading_octets = 8;  // four empty lines
}

void HeadScanner::reset() noexcept {
  extent_ = {};
  scanned_ = 0;
  line_start_ = 0;
}

Outcome<HeadScanner::Line> HeadScanner::end_of_line(std::string_view buffered, std::size_t newline) {
  if (newline == line_start_ || buffered[newline - 1] != '\r') return Refusal{400};
  const auto length = newline - 1 - line_start_;
  const auto start = line_start_;
  line_start_ = newline + 1;
  if (extent_.line_end == 0) {
    if (length == 0) {
      extent_.begin = newline + 1;
      if (extent_.begin > most_leading_octets) return Refusal{400};
      return Line::in_head;
    }
    extent_.line_end = newline - 1;
    if (length > limits_.request_line_octets) return Refusal{414};
    return Line::in_head;
  }
  if (buffered[start] == ' ' || buffered[start] == '\t') return Refusal{400};
  return length == 0 ? Line::ends_head : Line::in_head;
}

Outcome<HeadScanner::Extent> HeadScanner::scan(std::string_view buffered) {
  while (extent_.end == 0) {
    const auto newline = buffered.find('\n', scanned_);
    if (newline == std::string_view::npos) break;
    scanned_ = newline + 1;
    const auto ended = end_of_line(buffered, newline);
    if (!ended) return ended.error();
    if (*ended == Line::ends_head) extent_.end = newline + 1;
  }
  const auto octets = (extent_.end != 0 ? extent_.end : buffered.size()) - extent_.begin;
  if (extent_.end == 0) scanned_ = buffered.size();
  if (extent_.line_end == 0 && octets > limits_.request_line_octets + 1) return Refusal{414};
  if (octets > limits_.head_octets) return Refusal{431};
  return extent_;
}

}  // namespace refd::http
