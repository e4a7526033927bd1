#include "net/tcp_line_stream.h"

#include <array>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

namespace refd::net {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

constexpr auto use_tuple = asio::as_tuple(asio::use_awaitable);

}  // namespace

TcpLineStream::TcpLineStream(tcp::socket socket)
    : socket_(std::move(socket)), watchdog_(socket_.get_executor(), [this] {
        boost::system::error_code ignored;
        socket_.cancel(ignored);
      }) {
  boost::system::error_code ignored;
  socket_.set_option(tcp::socket::out_of_band_inline(true), ignored);
}

// A wait that the watchdog ended reports operation_aborted, like one that the session's end cancelled.
boost::system::error_code TcpLineStream::meaning(boost::system::error_code error) const {
  return error == asio::error::operation_aborted && watchdog_.expired() ? asio::error::timed_out : error;
}

asio::awaitable<Result<std::size_t>> TcpLineStream::read_some(std::span<char> space, Deadline deadline) {
  watchdog_.arm(deadline);
  const auto [error, count] =
      co_await socket_.async_read_some(asio::buffer(space.data(), space.size()), use_tuple);
  watchdog_.disarm();
  if (error) co_return meaning(error);
  co_return count;
}

asio::awaitable<Result<void>> TcpLineStream::write(std::string_view octets, Deadline deadline) {
  watchdog_.arm(deadline);
  const auto [error, count] =
      co_await asio::async_write(socket_, asio::buffer(octets.data(), octets.size()), use_tuple);
  watchdog_.disarm();
  if (error) co_return meaning(error);
  co_return Result<void>();
}

void TcpLineStream::close() {
  boost::system::error_code ignored;
  socket_.shutdown(tcp::socket::shutdown_send, ignored);
  // Closing with octets unread resets the connection, and what was written last could be lost with it.
  std::array<char, 4096> space;  // NOLINT(cppcoreguidelines-pro-type-member-init): filled by the read
  socket_.non_blocking(true, ignored);
  for (int piece = 0; piece < 64 && !ignored; ++piece) socket_.read_some(asio::buffer(space), ignored);
  socket_.close(ignored);
}

}  // namespace refd::net
