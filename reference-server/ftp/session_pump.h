#pragma once

#include <chrono>

#include <boost/asio/awaitable.hpp>

#include "ftp/ftp_session.h"
#include "net/data_channel.h"
#include "net/line_stream.h"
#include "net/name_lookup.h"

namespace refd {

/// Carries lines and files between one session and its two connections, each wait with a deadline. Lives on
/// the session's strand.
class SessionPump {
 public:
  /// Everything outlives the pump.
  SessionPump(net::LineStream& control, net::DataChannel& data, FtpSession& session, net::NameLookup& names,
              const Site::FtpLimits& limits);
  SessionPump(const SessionPump&) = delete;
  SessionPump& operator=(const SessionPump&) = delete;
  ~SessionPump() = default;

  /// From the greeting to the end.
  boost::asio::awaitable<void> run();

 private:
  using Time = std::chrono::steady_clock::time_point;
  enum class Interruption { aborted, control_lost };

  Time line_deadline() const;
  boost::asio::awaitable<void> end_without_line(boost::system::error_code error);
  boost::asio::awaitable<FtpStep> answer(net::InputLine line);
  boost::asio::awaitable<void> find_names();
  boost::asio::awaitable<bool> carry_out(FtpStep step);
  boost::asio::awaitable<bool> reply(const FtpReply& reply);
  boost::asio::awaitable<bool> transfer(FtpTransfer transfer);
  boost::asio::awaitable<TransferEnd> move(FtpTransfer& transfer);
  boost::asio::awaitable<Interruption> watch_control();

  net::LineStream& control_;
  net::DataChannel& data_;
  FtpSession& session_;
  net::NameLookup& names_;
  const Site::FtpLimits& limits_;
  Time session_end_;
  Time login_end_;
};

}  // namespace refd
