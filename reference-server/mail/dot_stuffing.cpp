#include "mail/dot_stuffing.h"

namespace refd {

std::string_view DotStuffing::add(std::string_view octets) {
  if (octets.empty()) return octets;
  const bool leading = at_line_start_ && octets.front() == '.';
  at_line_start_ = octets.back() == '\n';
  auto found = octets.find("\n.");
  if (!leading && found == std::string_view::npos) return octets;

  buffer_.clear();
  if (leading) buffer_ += '.';
  std::size_t copied = 0;
  for (; found != std::string_view::npos; found = octets.find("\n.", found + 1)) {
    const auto after = found + 1;
    buffer_.append(octets, copied, after - copied).append(1, '.');
    copied = after;
  }
  return buffer_.append(octets, copied);
}

std::string_view DotStuffing::finish() const {
  return at_line_start_ ? ".\r\n" : "\r\n.\r\n";
}

}  // namespace refd
