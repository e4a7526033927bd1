#include "mail/wire_text.h"

namespace refd {
namespace {

// Whether an LF at `place` has no CR before it; `before` is what came before `octets`.
bool is_lone(std::string_view octets, std::size_t place, char before) {
  return (place == 0 ? before : octets[place - 1]) != '\r';
}

}  // namespace

std::string_view WireText::add(std::string_view octets) {
  if (octets.empty()) return octets;
  const char before = last_;
  any_ = true;
  last_ = octets.back();
  std::size_t lone = octets.find('\n');
  while (lone != std::string_view::npos && !is_lone(octets, lone, before)) lone = octets.find('\n', lone + 1);
  if (lone == std::string_view::npos) return octets;

  buffer_.assign(octets, 0, lone);
  while (lone != std::string_view::npos) {
    const auto next = octets.find('\n', lone + 1);
    if (is_lone(octets, lone, before)) buffer_ += '\r';
    buffer_.append(octets, lone, next == std::string_view::npos ? next : next - lone);
    lone = next;
  }
  return buffer_;
}

std::string_view WireText::finish() const {
  if (!any_ || last_ == '\n') return {};
  return last_ == '\r' ? "\n" : "\r\n";
}

void WireSize::add(std::string_view octets) {
  if (octets.empty()) return;
  octets_ += octets.size();
  for (auto end = octets.find('\n'); end != std::string_view::npos; end = octets.find('\n', end + 1)) {
    if (is_lone(octets, end, last_)) ++octets_;
  }
  last_ = octets.back();
}

std::uint64_t WireSize::octets() const {
  if (octets_ == 0 || last_ == '\n') return octets_;
  return octets_ + (last_ == '\r' ? 1 : 2);
}

}  // namespace refd
