#include "smtp/wire_lines.h"

#include <algorithm>

namespace refd::smtp {

std::string_view WireLines::add(std::string_view octets) {
  buffer_.clear();
  if (octets.empty()) return buffer_;
  if (return_held_) {
    buffer_ = "\r\n";
    if (octets.front() == '\n') octets.remove_prefix(1);
    return_held_ = false;
  }
  while (!octets.empty()) {
    const auto text = std::min(octets.find_first_of("\r\n"), octets.size());
    buffer_.append(octets, 0, text);
    octets.remove_prefix(text);
    if (octets == "\r") {
      return_held_ = true;
      break;
    }
    if (octets.empty()) break;
    buffer_ += "\r\n";
    octets.remove_prefix(octets.starts_with("\r\n") ? 2 : 1);
  }
  return buffer_;
}

std::string_view WireLines::finish() {
  if (!return_held_) return {};
  return_held_ = false;
  return "\r\n";
}

}  // namespace refd::smtp
