#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

#include <boost/asio/awaitable.hpp>

#include "base/result.h"
#include "net/line_buffer.h"

namespace refd::net {

/// A connection on which a peer speaks in lines. The three operations at the end are what a transport (plain,
/// TLS, scripted) provides. Used on one strand; one operation at a time. Errors: timed_out when the
/// deadline passes, eof when the peer has closed its side, operation_aborted when the session is cancelled.
class LineStream {
 public:
  using Deadline = std::chrono::steady_clock::time_point;

  LineStream() = default;
  LineStream(const LineStream&) = delete;
  LineStream& operator=(const LineStream&) = delete;
  virtual ~LineStream() = default;

  /// The next line, of at most `limit` octets (LineBuffer).
  boost::asio::awaitable<Result<InputLine>> read_line(std::size_t limit, Deadline deadline);

  /// Waits until read_line() would have a line at once. May be cancelled without losing anything.
  boost::asio::awaitable<Result<void>> wait_for_line(std::size_t limit, Deadline deadline);

  /// The line that read_line() would give, if it is there and not too long.
  std::optional<std::string_view> peek_line(std::size_t limit) { return buffer_.peek(limit); }

  /// What the peer sends next, be it lines or not: at least one octet; how many are in `space`.
  boost::asio::awaitable<Result<std::size_t>> read_octets(std::span<char> space, Deadline deadline);
  /// Gives back the end of what read_octets() gave: it is read again first.
  void put_back(std::string_view octets) { buffer_.put_back(octets); }
  /// Throws away what came and was not read yet.
  void forget_rest() { (void)buffer_.take_rest(); }

  /// Sends all of `octets`.
  virtual boost::asio::awaitable<Result<void>> write(std::string_view octets, Deadline deadline) = 0;
  /// Ends the connection, in both directions; what was written still arrives.
  virtual void close() = 0;

 protected:
  /// Reads what is there, at least one octet; returns how many.
  virtual boost::asio::awaitable<Result<std::size_t>> read_some(std::span<char> space, Deadline deadline) = 0;

 private:
  LineBuffer buffer_;
};

}  // namespace refd::net
