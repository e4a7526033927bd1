#include "net/line_stream.h"

#include <array>

namespace refd::net {

namespace asio = boost::asio;

asio::awaitable<Result<void>> LineStream::wait_for_line(std::size_t limit, Deadline deadline) {
  std::array<char, 4096> space;  // NOLINT(cppcoreguidelines-pro-type-member-init): filled by the read
  while (!buffer_.has_line(limit)) {
    const auto count = co_await read_some(space, deadline);
    if (!count) co_return count.error();
    buffer_.add({space.data(), *count});
  }
  co_return Result<void>();
}

asio::awaitable<Result<InputLine>> LineStream::read_line(std::size_t limit, Deadline deadline) {
  const auto there = co_await wait_for_line(limit, deadline);
  if (!there) co_return there.error();
  co_return std::move(*buffer_.take(limit));
}

asio::awaitable<Result<std::size_t>> LineStream::read_octets(std::span<char> space, Deadline deadline) {
  const auto count = buffer_.take_some(space);
  if (count > 0) co_return count;
  co_return co_await read_some(space, deadline);
}

}  // namespace refd::net
