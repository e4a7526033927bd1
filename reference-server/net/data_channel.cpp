#include "net/data_channel.h"

#include <netinet/in.h>
#include <sys/sendfile.h>
#include <sys/socket.h>

#include <algorithm>
#include <random>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace refd::net {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

constexpr auto use_tuple = asio::as_tuple(asio::use_awaitable);

constexpr std::size_t sendfile_piece = 1'048'576;
// A receive buffer starts small, for the many small files, and grows while the client keeps it full.
constexpr std::size_t small_buffer = 65'536;
constexpr std::size_t large_buffer = 524'288;
// A transfer that never has to wait lets the other sessions run after this much.
constexpr std::uint64_t turn = 8'388'608;
constexpr int backlog = 4;
constexpr DataChannel::PortRange dynamic_ports{49152, 65535};  // RFC 6335 section 6

bool would_block(int error) {
  return error == EAGAIN || error == EWOULDBLOCK || error == EINTR;
}

unsigned random_below(unsigned count) {
  thread_local std::minstd_rand engine{std::random_device{}()};
  return std::uniform_int_distribution<unsigned>(0, count - 1)(engine);
}

asio::ip::address plain(const asio::ip::address& address) {
  if (!address.is_v6() || !address.to_v6().is_v4_mapped()) return address;
  return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6());
}

}  // namespace

DataChannel::DataChannel(const asio::any_io_executor& strand, const asio::ip::address& local,
                         const asio::ip::address& client, PortRange range)
    : strand_(strand),
      local_(plain(local)),
      client_(plain(client)),
      range_(range),
      socket_(strand),
      watchdog_(strand, [this] {
        error_code ignored;
        if (acceptor_) acceptor_->cancel(ignored);
        socket_.cancel(ignored);
      }) {}

// Starts at a random port, so that nobody can tell where the next client will be expected.
Result<void> DataChannel::bind_in_range(tcp::acceptor& acceptor, PortRange range) const {
  error_code error;
  const unsigned count = range.last - range.first + 1U;
  const unsigned start = random_below(count);
  for (unsigned tried = 0; tried < count; ++tried) {
    const auto port = static_cast<std::uint16_t>(range.first + (start + tried) % count);
    acceptor.bind(tcp::endpoint(local_, port), error);
    if (!error) acceptor.listen(backlog, error);
    if (error != asio::error::address_in_use) break;
  }
  if (error) return error;
  return {};
}

Result<std::uint16_t> DataChannel::listen() {
  close();
  tcp::acceptor acceptor(strand_);
  error_code error;
  acceptor.open(local_.is_v4() ? tcp::v4() : tcp::v6(), error);
  if (error) return error;
  acceptor.set_option(tcp::acceptor::reuse_address(true), error);
  auto bound = bind_in_range(acceptor, range_);
  // The system gives no port away that any former connection waits on in TIME_WAIT, but takes one when asked
  // for it: after some ten thousand transfers a minute only that is left.
  if (!bound && bound.error() == asio::error::address_in_use && range_.first == 0) {
    bound = bind_in_range(acceptor, dynamic_ports);
  }
  if (!bound) return bound.error();
  const auto port = acceptor.local_endpoint(error).port();
  if (error) return error;
  acceptor_ = std::move(acceptor);
  return port;
}

void DataChannel::connect_to(std::uint16_t port) {
  close();
  active_port_ = port;
}

asio::awaitable<Result<void>> DataChannel::open(Duration limit) {
  progress_ = 0;
  watchdog_.arm(std::chrono::steady_clock::now() + limit);
  auto opened = acceptor_ ? co_await accept() : co_await connect();
  watchdog_.disarm();
  acceptor_.reset();
  active_port_ = 0;
  if (!opened) {
    if (opened.error() == asio::error::operation_aborted && watchdog_.expired()) {
      co_return error_code(asio::error::timed_out);
    }
    co_return opened;
  }
  error_code error;
  socket_.native_non_blocking(true, error);
  if (error) co_return error;
  co_return Result<void>();
}

asio::awaitable<Result<void>> DataChannel::accept() {
  for (;;) {
    const auto [error] = co_await acceptor_->async_accept(socket_, use_tuple);
    if (error) co_return error;
    error_code gone;
    const auto source = plain(socket_.remote_endpoint(gone).address());
    if (!gone && source == client_) co_return Result<void>();
    socket_.close(gone);
  }
}

asio::awaitable<Result<void>> DataChannel::connect() {
  error_code error;
  socket_.open(client_.is_v4() ? tcp::v4() : tcp::v6(), error);
  // The port is chosen when the other end is known: any that has no connection to it will do.
  const int on = 1;
  (void)::setsockopt(socket_.native_handle(), IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
  if (!error) socket_.bind(tcp::endpoint(local_, 0), error);
  if (error) co_return error;
  const auto [refused] = co_await socket_.async_connect(tcp::endpoint(client_, active_port_), use_tuple);
  if (refused) co_return refused;
  co_return Result<void>();
}

asio::awaitable<error_code> DataChannel::wait(Socket::wait_type what, Duration stall) {
  watchdog_.arm(std::chrono::steady_clock::now() + stall);
  const auto [error] = co_await socket_.async_wait(what, use_tuple);
  watchdog_.disarm();
  if (error == asio::error::operation_aborted && watchdog_.expired()) co_return asio::error::timed_out;
  co_return error;
}

asio::awaitable<DataChannel::Outcome> DataChannel::send_file(int file, std::uint64_t offset, Duration stall) {
  Outcome outcome;
  auto position = static_cast<off_t>(offset);
  std::uint64_t since_wait = 0;
  for (;;) {
    const auto sent = ::sendfile(socket_.native_handle(), file, &position, sendfile_piece);
    if (sent == 0) break;
    if (sent > 0) {
      outcome.octets += static_cast<std::uint64_t>(sent);
      since_wait += static_cast<std::uint64_t>(sent);
      progress_ = outcome.octets;
      if (since_wait < turn) continue;
      co_await asio::post(strand_, asio::use_awaitable);
    } else if (would_block(errno)) {
      outcome.peer = co_await wait(Socket::wait_write, stall);
    } else if (errno == EIO || errno == EINVAL) {
      outcome.local = last_system_error();
    } else {
      outcome.peer = last_system_error();
    }
    if (!outcome) break;
    since_wait = 0;
  }
  co_return outcome;
}

asio::awaitable<error_code> DataChannel::send_all(std::string_view octets, Duration stall) {
  while (!octets.empty()) {
    const auto sent = ::send(socket_.native_handle(), octets.data(), octets.size(), MSG_NOSIGNAL);
    if (sent >= 0) {
      octets.remove_prefix(static_cast<std::size_t>(sent));
      progress_ += static_cast<std::uint64_t>(sent);
      continue;
    }
    if (!would_block(errno)) co_return last_system_error();
    const auto error = co_await wait(Socket::wait_write, stall);
    if (error) co_return error;
  }
  co_return error_code();
}

asio::awaitable<DataChannel::Outcome> DataChannel::send(ByteSource& source, Duration stall) {
  Outcome outcome;
  std::uint64_t turn_began = 0;
  for (;;) {
    const auto piece = source.next();
    if (!piece) {
      outcome.local = piece.error();
      break;
    }
    if (piece->empty()) break;
    outcome.peer = co_await send_all(*piece, stall);
    outcome.octets = progress_;
    if (outcome.peer) break;
    if (progress_ - turn_began < turn) continue;
    turn_began = progress_;
    co_await asio::post(strand_, asio::use_awaitable);
  }
  co_return outcome;
}

asio::awaitable<DataChannel::Outcome> DataChannel::receive(ByteSink& sink, Duration stall) {
  Outcome outcome;
  buffer_.resize(std::max(buffer_.size(), small_buffer));
  std::uint64_t since_wait = 0;
  for (;;) {
    const auto count = ::recv(socket_.native_handle(), buffer_.data(), buffer_.size(), 0);
    if (count == 0) break;
    if (count > 0) {
      const auto size = static_cast<std::size_t>(count);
      if (const auto taken = sink.write({buffer_.data(), size}); !taken) {
        outcome.local = taken.error();
        break;
      }
      outcome.octets += size;
      since_wait += size;
      progress_ = outcome.octets;
      if (size == buffer_.size() && size < large_buffer) buffer_.resize(size * 2);
      if (since_wait < turn) continue;
      co_await asio::post(strand_, asio::use_awaitable);
    } else if (would_block(errno)) {
      outcome.peer = co_await wait(Socket::wait_read, stall);
      if (outcome.peer) break;
    } else {
      outcome.peer = last_system_error();
      break;
    }
    since_wait = 0;
  }
  // Many sessions are idle at a time: none keeps a large buffer.
  if (buffer_.size() > small_buffer) std::vector<char>().swap(buffer_);
  co_return outcome;
}

void DataChannel::close(bool at_once) {
  error_code ignored;
  acceptor_.reset();
  active_port_ = 0;
  if (!socket_.is_open()) return;
  if (at_once) socket_.set_option(tcp::socket::linger(true, 0), ignored);
  socket_.close(ignored);
}

}  // namespace refd::net
