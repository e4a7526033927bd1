#include "net/tls_line_stream.h"

#include <array>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include "net/tls_state.h"
#include "net/watchdog.h"

namespace refd::net {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

constexpr auto use_tuple = asio::as_tuple(asio::use_awaitable);

}  // namespace

struct TlsLineStream::State {
  State(tcp::socket socket, asio::ssl::context& context)
      : stream(std::move(socket), context), watchdog(stream.get_executor(), [this] {
          boost::system::error_code ignored;
          stream.next_layer().cancel(ignored);
        }) {}

  // A wait that the watchdog ended reports operation_aborted, like one that the session's end cancelled. A
  // peer that goes without a farewell has closed its side all the same: lines have ends of their own.
  boost::system::error_code meaning(boost::system::error_code error) const {
    if (error == asio::error::operation_aborted && watchdog.expired()) return asio::error::timed_out;
    if (error == asio::ssl::error::stream_truncated) return asio::error::eof;
    return error;
  }

  asio::ssl::stream<tcp::socket> stream;
  Watchdog watchdog;
};

TlsLineStream::TlsLineStream(tcp::socket socket, const TlsContext& context)
    : socket_(std::move(socket)), context_(context) {}

TlsLineStream::~TlsLineStream() = default;

asio::awaitable<Result<void>> TlsLineStream::await_client(Deadline deadline) {
  Watchdog watchdog(socket_.get_executor(), [this] {
    boost::system::error_code ignored;
    socket_.cancel(ignored);
  });
  watchdog.arm(deadline);
  const auto [error] = co_await socket_.async_wait(tcp::socket::wait_read, use_tuple);
  watchdog.disarm();
  if (error == asio::error::operation_aborted && watchdog.expired()) co_return asio::error::timed_out;
  if (error) co_return error;
  co_return Result<void>();
}

asio::awaitable<Result<void>> TlsLineStream::handshake(Deadline deadline) {
  if (const auto waited = co_await await_client(deadline); !waited) co_return waited;
  state_ = std::make_unique<State>(std::move(socket_), context_.state().context);
  state_->watchdog.arm(deadline);
  const auto [error] = co_await state_->stream.async_handshake(asio::ssl::stream_base::server, use_tuple);
  state_->watchdog.disarm();
  if (error) co_return state_->meaning(error);
  co_return Result<void>();
}

asio::awaitable<Result<std::size_t>> TlsLineStream::read_some(std::span<char> space, Deadline deadline) {
  state_->watchdog.arm(deadline);
  const auto [error, count] =
      co_await state_->stream.async_read_some(asio::buffer(space.data(), space.size()), use_tuple);
  state_->watchdog.disarm();
  if (error) co_return state_->meaning(error);
  co_return count;
}

asio::awaitable<Result<void>> TlsLineStream::write(std::string_view octets, Deadline deadline) {
  state_->watchdog.arm(deadline);
  const auto [error, count] =
      co_await asio::async_write(state_->stream, asio::buffer(octets.data(), octets.size()), use_tuple);
  state_->watchdog.disarm();
  if (error) co_return state_->meaning(error);
  co_return Result<void>();
}

void TlsLineStream::close() {
  if (!state_) {
    boost::system::error_code ignored;
    socket_.close(ignored);
    return;
  }
  auto& socket = state_->stream.next_layer();
  boost::system::error_code ignored;
  // Says farewell, and does not wait for the peer's: reading it fails at once.
  socket.non_blocking(true, ignored);
  state_->stream.shutdown(ignored);
  ignored.clear();
  socket.shutdown(tcp::socket::shutdown_send, ignored);
  // As in TcpLineStream: what is left unread would reset the connection.
  std::array<char, 4096> space;  // NOLINT(cppcoreguidelines-pro-type-member-init): filled by the read
  for (int piece = 0; piece < 64 && !ignored; ++piece) socket.read_some(asio::buffer(space), ignored);
  socket.close(ignored);
}

}  // namespace refd::net
