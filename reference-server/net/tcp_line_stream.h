#pragma once

#include <boost/asio/ip/tcp.hpp>

#include "net/line_stream.h"
#include "net/watchdog.h"

namespace refd::net {

/// Lines over plain TCP. Urgent data is read in its place among the rest (Telnet's DM of an FTP client's
/// abort).
class TcpLineStream final : public LineStream {
 public:
  /// Takes over a connected socket, which runs on the session's strand.
  explicit TcpLineStream(boost::asio::ip::tcp::socket socket);

  boost::asio::awaitable<Result<void>> write(std::string_view octets, Deadline deadline) override;
  void close() override;

  /// Gives the connection away, to be spoken with otherwise; what came and was not read is lost. Last.
  boost::asio::ip::tcp::socket release() { return std::move(socket_); }

 protected:
  boost::asio::awaitable<Result<std::size_t>> read_some(std::span<char> space, Deadline deadline) override;

 private:
  boost::system::error_code meaning(boost::system::error_code error) const;

  boost::asio::ip::tcp::socket socket_;
  Watchdog watchdog_;
};

}  // namespace refd::net
