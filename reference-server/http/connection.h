#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include "base/result.h"

namespace refd::http {

/// Ends what a socket waits for when its deadline has passed. One timer a connection that looks every now and
/// then, so that moving the deadline at each request costs no more than storing it; it is late by at most
/// `tick`. Lives on the connection's strand.
class Watchdog : public std::enable_shared_from_this<Watchdog> {
 public:
  using steady = std::chrono::steady_clock;

  Watchdog(boost::asio::ip::tcp::socket& socket, steady::duration tick);

  void start();
  /// The socket is about to be destroyed.
  void stop();

  /// What is waited for from now on ends at `deadline`.
  void set(steady::time_point deadline) noexcept;
  bool has_fired() const noexcept { return fired_; }

 private:
  void look();

  boost::asio::ip::tcp::socket* socket_;
  boost::asio::steady_timer timer_;
  const steady::duration tick_;
  steady::time_point deadline_ = steady::time_point::max();
  bool fired_ = false;
};

/// A visitor's connection: octets in and out, gathered so that a request costs few system calls, each wait
/// with a deadline. Failures of the peer are error codes; after one, nothing else is to be done but close.
/// The write side never blocks the thread. Used on the socket's strand only.
class Connection {
 public:
  using Error = boost::system::error_code;
  using duration = std::chrono::steady_clock::duration;

  /// `stall` bounds each wait for the peer to take octets; `tick` see Watchdog.
  Connection(boost::asio::ip::tcp::socket socket, std::size_t input_octets, duration stall, duration tick);
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection();

  const boost::asio::ip::tcp::socket& socket() const noexcept { return socket_; }

  /// Octets that arrived and were not consumed.
  std::string_view input() const noexcept { return std::string_view(input_).substr(begin_, end_ - begin_); }
  void consume(std::size_t octets) noexcept { begin_ += octets; }
  /// Waits for more input until `deadline`; asio::error::timed_out when it passes, no_buffer_space when as
  /// much as `input_octets` lies unconsumed.
  boost::asio::awaitable<Error> read_more(Watchdog::steady::time_point deadline);

  /// What is to be sent next; append to it.
  std::string& output() noexcept { return output_; }
  /// Sends what output() holds, as much as the kernel takes now. False: some is left.
  bool send_now(bool more_follows);
  /// Sends all of what output() holds.
  boost::asio::awaitable<Error> flush(bool more_follows = false);
  /// Sends `length` octets of `file` from `offset`, after what output() holds; `sent` counts them.
  boost::asio::awaitable<Error> send_file(int file, std::uint64_t offset, std::uint64_t length,
                                          std::uint64_t& sent);

  /// Returns when the peer is known to have gone. Takes nothing of what it sends, and sees nothing behind
  /// that.
  boost::asio::awaitable<void> until_peer_leaves();

  /// Says that nothing follows, then waits for the peer to close, dropping what it sends, at most `limit`: a
  /// close with unread input would destroy the answer on its way (RFC 9112 section 9.6).
  boost::asio::awaitable<void> close_gently(duration limit);

 private:
  boost::asio::awaitable<Error> wait_until_writable();

  boost::asio::ip::tcp::socket socket_;
  const duration stall_;
  std::shared_ptr<Watchdog> watchdog_;  // shared with its own timer's handler
  const std::size_t most_input_;
  std::string input_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  std::string output_;
  std::size_t output_sent_ = 0;
  Error send_error_;
};

}  // namespace refd::http
