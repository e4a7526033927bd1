#pragma once

#include <chrono>
#include <string>

#include <boost/asio/awaitable.hpp>

#include "config/site.h"
#include "net/blocking_pool.h"
#include "net/line_stream.h"
#include "pop3/pop_session.h"

namespace refd {

/// Carries lines and messages between one session and its connection, each wait with a deadline. A message is
/// never held whole: it is read as fast as the client takes it. Lives on the session's strand.
class PopPump {
 public:
  /// Everything outlives the pump.
  PopPump(net::LineStream& stream, PopSession& session, net::BlockingPool& pool,
          const Site::PopLimits& limits);
  PopPump(const PopPump&) = delete;
  PopPump& operator=(const PopPump&) = delete;
  ~PopPump() = default;

  /// From the greeting to the end.
  boost::asio::awaitable<void> run();

 private:
  using Time = std::chrono::steady_clock::time_point;

  Time line_deadline() const;
  boost::asio::awaitable<Result<void>> serve_line();
  boost::asio::awaitable<Result<PopStep>> answer(const net::InputLine& line);
  boost::asio::awaitable<Result<void>> carry_out(PopStep step);
  boost::asio::awaitable<Result<void>> send_content(ByteSource& content);
  boost::asio::awaitable<Result<void>> send(std::string_view octets);
  boost::asio::awaitable<Result<void>> flush();

  net::LineStream& stream_;
  PopSession& session_;
  net::BlockingPool& pool_;
  const Site::PopLimits& limits_;
  const Time session_end_;
  const Time login_end_;
  std::string waiting_;  // to be sent with what follows
};

}  // namespace refd
