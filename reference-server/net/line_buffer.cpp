#include "net/line_buffer.h"

namespace refd::net {
namespace {

std::string_view without_cr(std::string_view line) {
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

}  // namespace

void LineBuffer::add(std::string_view octets) {
  if (begin_ == octets_.size()) {
    octets_.clear();
    begin_ = 0;
  }
  octets_.append(octets);
}

bool LineBuffer::has_line(std::size_t limit) {
  if (pending().find('\n') != std::string_view::npos) return true;
  // The CR of its end does not count.
  if (pending().size() > limit + 1) {
    discarding_ = true;
    octets_.clear();
    begin_ = 0;
  } else if (discarding_) {
    drop(pending().size());
  }
  return false;
}

std::optional<InputLine> LineBuffer::take(std::size_t limit) {
  if (!has_line(limit)) return std::nullopt;
  const auto end = pending().find('\n');
  const auto line = without_cr(pending().substr(0, end));
  InputLine taken;
  taken.too_long = discarding_ || line.size() > limit;
  if (!taken.too_long) taken.text = line;
  discarding_ = false;
  drop(end + 1);
  return taken;
}

std::optional<std::string_view> LineBuffer::peek(std::size_t limit) {
  if (!has_line(limit) || discarding_) return std::nullopt;
  const auto line = without_cr(pending().substr(0, pending().find('\n')));
  if (line.size() > limit) return std::nullopt;
  return line;
}

std::string LineBuffer::take_rest() {
  std::string rest(pending());
  drop(rest.size());
  return rest;
}

std::size_t LineBuffer::take_some(std::span<char> space) {
  const auto count = pending().copy(space.data(), space.size());
  drop(count);
  return count;
}

void LineBuffer::put_back(std::string_view octets) {
  octets_.replace(0, begin_, octets);
  begin_ = 0;
}

void LineBuffer::drop(std::size_t count) {
  begin_ += count;
  // Moves what is left to the front now and then, so that a peer that never pauses does not grow the buffer.
  if (begin_ * 2 > octets_.size()) {
    octets_.erase(0, begin_);
    begin_ = 0;
  }
}

}  // namespace refd::net
