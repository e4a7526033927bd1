#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>

#include "base/byte_flow.h"
#include "base/result.h"
#include "net/watchdog.h"

namespace refd::net {

/// The second connection of an FTP session, on which files and listings travel. Prepared (listen or
/// connect_to), opened, used for one transfer, closed. A channel that the session's cancellation, or another
/// coroutine's, interrupts gives operation_aborted. Used on one strand; one operation at a time.
class DataChannel {
 public:
  using Duration = std::chrono::steady_clock::duration;

  struct PortRange {
    std::uint16_t first = 0;  ///< both ends included; 0…0 is any free port
    std::uint16_t last = 0;
  };

  /// How a transfer went. At most one of the errors is set.
  struct Outcome {
    std::uint64_t octets = 0;
    boost::system::error_code peer;   ///< the connection: reset, timed_out, operation_aborted
    boost::system::error_code local;  ///< the file: what the source or sink said, or read(2)
    explicit operator bool() const { return !peer && !local; }
  };

  /// `local` and `client` are the two ends of the control connection. Data connections are made and taken
  /// only between these two addresses (no bounce, nobody else's connection is taken).
  DataChannel(const boost::asio::any_io_executor& strand, const boost::asio::ip::address& local,
              const boost::asio::ip::address& client, PortRange range);
  DataChannel(const DataChannel&) = delete;
  DataChannel& operator=(const DataChannel&) = delete;
  ~DataChannel() = default;

  /// Passive: listens on a port of the range; gives the port.
  Result<std::uint16_t> listen();
  /// Active: the client listens on this port of its address.
  void connect_to(std::uint16_t port);
  /// Whether listen() or connect_to() has been called since the last close().
  bool is_prepared() const { return acceptor_.has_value() || active_port_ != 0; }

  /// Brings the connection about: timed_out when it has not come after `limit`.
  boost::asio::awaitable<Result<void>> open(Duration limit);

  /// Sends `file` from `offset` to its end with sendfile. `stall`: the longest time without progress.
  boost::asio::awaitable<Outcome> send_file(int file, std::uint64_t offset, Duration stall);
  /// Sends what `source` produces.
  boost::asio::awaitable<Outcome> send(ByteSource& source, Duration stall);
  /// Gives `sink` what the client sends until it closes its side.
  boost::asio::awaitable<Outcome> receive(ByteSink& sink, Duration stall);

  /// Octets moved by the transfer that is under way or was last.
  std::uint64_t progress() const { return progress_; }

  /// Ends the connection, or what was prepared. Sent octets still arrive unless `at_once`.
  void close(bool at_once = false);

 private:
  using Socket = boost::asio::ip::tcp::socket;

  Result<void> bind_in_range(boost::asio::ip::tcp::acceptor& acceptor, PortRange range) const;
  boost::asio::awaitable<Result<void>> accept();
  boost::asio::awaitable<Result<void>> connect();
  boost::asio::awaitable<boost::system::error_code> wait(Socket::wait_type what, Duration stall);
  boost::asio::awaitable<boost::system::error_code> send_all(std::string_view octets, Duration stall);

  boost::asio::any_io_executor strand_;
  boost::asio::ip::address local_;
  boost::asio::ip::address client_;
  PortRange range_;
  std::optional<boost::asio::ip::tcp::acceptor> acceptor_;
  std::uint16_t active_port_ = 0;
  Socket socket_;
  Watchdog watchdog_;
  std::vector<char> buffer_;
  std::uint64_t progress_ = 0;
};

}  // namespace refd::net
