#include "http/connection.h"

#include <sys/sendfile.h>
#include <sys/socket.h>

#include <algorithm>
#include <cstring>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace refd::http {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {
constexpr auto no_throw = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t first_input_octets = 4096;
// Other sessions of this thread get their turn after so many octets of a file.
constexpr std::uint64_t octets_per_turn = 4'194'304;
constexpr std::size_t octets_per_send_file = 1'048'576;
}  // namespace

Watchdog::Watchdog(tcp::socket& socket, steady::duration tick)
    : socket_(&socket), timer_(socket.get_executor()), tick_(tick) {}

void Watchdog::start() {
  timer_.expires_after(tick_);
  timer_.async_wait([self = shared_from_this()](const boost::system::error_code& error) {
    if (!error) self->look();
  });
}

void Watchdog::stop() {
  socket_ = nullptr;
  timer_.cancel();
}

void Watchdog::set(steady::time_point deadline) noexcept {
  deadline_ = deadline;
  fired_ = false;
}

void Watchdog::look() {
  if (socket_ == nullptr) return;
  if (steady::now() >= deadline_) {
    fired_ = true;
    deadline_ = steady::time_point::max();
    boost::system::error_code ignored;
    socket_->cancel(ignored);
  }
  start();
}

Connection::Connection(tcp::socket socket, std::size_t input_octets, duration stall, duration tick)
    : socket_(std::move(socket)),
      stall_(stall),
      watchdog_(std::make_shared<Watchdog>(socket_, tick)),
      most_input_(input_octets),
      input_(std::min(first_input_octets, input_octets), '\0') {
  boost::system::error_code ignored;
  socket_.native_non_blocking(true, ignored);
  watchdog_->start();
}

Connection::~Connection() {
  watchdog_->stop();
}

asio::awaitable<Connection::Error> Connection::read_more(Watchdog::steady::time_point deadline) {
  if (begin_ == end_) {
    begin_ = end_ = 0;
  } else if (end_ == input_.size() && begin_ > 0) {
    std::memmove(input_.data(), input_.data() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
  }
  if (end_ == input_.size()) {
    if (input_.size() >= most_input_) co_return asio::error::no_buffer_space;
    input_.resize(std::min(input_.size() * 2, most_input_));
  }
  watchdog_->set(deadline);
  auto [error, octets] =
      co_await socket_.async_read_some(asio::buffer(input_.data() + end_, input_.size() - end_), no_throw);
  end_ += octets;
  if (error == asio::error::operation_aborted && watchdog_->has_fired()) co_return asio::error::timed_out;
  co_return error;
}

bool Connection::send_now(bool more_follows) {
  while (output_sent_ < output_.size()) {
    const auto sent =
        ::send(socket_.native_handle(), output_.data() + output_sent_, output_.size() - output_sent_,
               MSG_NOSIGNAL | MSG_DONTWAIT | (more_follows ? MSG_MORE : 0));
    if (sent >= 0) {
      output_sent_ += static_cast<std::size_t>(sent);
    } else if (errno != EINTR) {
      if (errno != EAGAIN && errno != EWOULDBLOCK) send_error_ = last_system_error();
      return false;
    }
  }
  output_.clear();
  output_sent_ = 0;
  return true;
}

asio::awaitable<Connection::Error> Connection::wait_until_writable() {
  watchdog_->set(Watchdog::steady::now() + stall_);
  auto [error] = co_await socket_.async_wait(tcp::socket::wait_write, no_throw);
  if (error == asio::error::operation_aborted && watchdog_->has_fired()) co_return asio::error::timed_out;
  co_return error;
}

asio::awaitable<Connection::Error> Connection::flush(bool more_follows) {
  while (!send_now(more_follows)) {
    if (send_error_) co_return send_error_;
    if (const auto error = co_await wait_until_writable()) co_return error;
  }
  co_return Error();
}

asio::awaitable<Connection::Error> Connection::send_file(int file, std::uint64_t offset, std::uint64_t length,
                                                         std::uint64_t& sent) {
  if (const auto error = co_await flush(length > 0)) co_return error;
  auto position = static_cast<off_t>(offset);
  std::uint64_t in_turn = 0;
  while (length > 0) {
    const auto piece = static_cast<std::size_t>(std::min<std::uint64_t>(length, octets_per_send_file));
    const auto taken = ::sendfile(socket_.native_handle(), file, &position, piece);
    if (taken > 0) {
      sent += static_cast<std::uint64_t>(taken);
      length -= static_cast<std::uint64_t>(taken);
      in_turn += static_cast<std::uint64_t>(taken);
      if (in_turn < octets_per_turn) continue;
      in_turn = 0;
      co_await asio::post(socket_.get_executor(), asio::use_awaitable);
    } else if (taken == 0) {
      co_return asio::error::eof;  // the file has become shorter: what was announced cannot be kept
    } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
      if (const auto error = co_await wait_until_writable()) co_return error;
    } else if (errno != EINTR) {
      co_return last_system_error();
    }
  }
  co_return Error();
}

asio::awaitable<void> Connection::until_peer_leaves() {
  for (;;) {
    char octet = 0;
    const auto seen = ::recv(socket_.native_handle(), &octet, 1, MSG_PEEK | MSG_DONTWAIT);
    if (seen > 0) break;
    if (seen == 0 || (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR)) co_return;
    // Ends early, without a reason, when the watchdog ends another wait of the connection.
    co_await socket_.async_wait(tcp::socket::wait_read, no_throw);
    // Who cancels this does so for nearly every script: an exception would cost more than the rest.
    const auto state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() != asio::cancellation_type::none) co_return;
  }
  asio::steady_timer never(socket_.get_executor(), asio::steady_timer::time_point::max());
  co_await never.async_wait(no_throw);
}

asio::awaitable<void> Connection::close_gently(duration limit) {
  Error error;
  socket_.shutdown(tcp::socket::shutdown_send, error);
  const auto deadline = Watchdog::steady::now() + limit;
  while (!error && Watchdog::steady::now() < deadline) {
    begin_ = end_ = 0;
    error = co_await read_more(deadline);
  }
}

}  // namespace refd::http
