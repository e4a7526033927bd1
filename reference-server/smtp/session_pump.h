#pragma once

#include <chrono>

#include <boost/asio/awaitable.hpp>

#include "net/blocking_pool.h"
#include "net/line_stream.h"
#include "smtp/smtp_session.h"

namespace refd::smtp {

/// Carries lines and messages between one session and its connection, each wait with a deadline; a message
/// never lies in memory whole. Lives on the session's strand.
class SessionPump {
 public:
  /// Everything outlives the pump.
  SessionPump(Session& session, net::BlockingPool& pool, const Site::SmtpLimits& limits);
  SessionPump(const SessionPump&) = delete;
  SessionPump& operator=(const SessionPump&) = delete;
  ~SessionPump() = default;

  enum class End {
    closed,    ///< the stream is closed
    wants_tls  ///< the client waits for TLS on this connection; go on with run() on another stream
  };
  /// From the greeting to the end; after TLS was negotiated, from there to the end.
  boost::asio::awaitable<End> run(net::LineStream& stream);

 private:
  using Time = std::chrono::steady_clock::time_point;

  // An error ends the session: eof also after its last answer, try_again when TLS is wanted.
  boost::asio::awaitable<Result<void>> serve_line(net::LineStream& stream);
  boost::asio::awaitable<Result<Step>> answer(net::InputLine line);
  boost::asio::awaitable<Result<void>> carry_out(net::LineStream& stream, Step step);
  boost::asio::awaitable<Result<void>> receive_message(net::LineStream& stream);
  boost::asio::awaitable<Result<void>> receive_octets(net::LineStream& stream);
  boost::asio::awaitable<Step> conclude_message();
  boost::asio::awaitable<Result<void>> flush(net::LineStream& stream);
  boost::asio::awaitable<void> farewell(net::LineStream& stream, boost::system::error_code error);

  Session& session_;
  net::BlockingPool& pool_;
  const Site::SmtpLimits& limits_;
  const Time session_end_;
  bool greeted_ = false;
  std::string waiting_;  // answers that have not been sent yet
};

}  // namespace refd::smtp
