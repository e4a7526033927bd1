#include "client/dot_stuffing.h"

#include <algorithm>

namespace cts {

void DotStuffing::add(std::string_view piece, std::string& out) {
  while (!piece.empty()) {
    const char first = piece.front();
    if (place_ == Place::line_head && first == '.') out += '.';
    if (place_ == Place::behind_return && first == '\n') {
      out += '\n';
      piece.remove_prefix(1);
      place_ = Place::line_head;
      continue;
    }
    const std::size_t end = std::min(piece.find('\r'), piece.size() - 1) + 1;
    out += piece.substr(0, end);
    place_ = piece[end - 1] == '\r' ? Place::behind_return : Place::in_line;
    piece.remove_prefix(end);
  }
}

void DotStuffing::end(std::string& out) {
  if (place_ != Place::line_head) out += "\r\n";
  out += ".\r\n";
}

std::string dot_stuffed(std::string_view octets) {
  std::string out;
  out.reserve(octets.size() + octets.size() / 64 + 8);
  DotStuffing stuffing;
  stuffing.add(octets, out);
  stuffing.end(out);
  return out;
}

}  // namespace cts
