#pragma once

#include <chrono>
#include <optional>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>

#include "base/log.h"
#include "config/site.h"
#include "http/access_log.h"
#include "http/connection.h"
#include "http/exchange.h"
#include "http/request_parser.h"
#include "http/router.h"

namespace refd::http {

/// One connection, request after request: pumps octets between connection, parser, router and exchange.
/// Requests that lie in the buffer together are answered in one write, as long as the answers are small.
class HttpSession {
 public:
  /// Everything referred to outlives the session.
  struct Parts {
    const Router& router;
    const PolicySource& policies;
    AccessLog& accesses;
    const Clock& clock;
    const Log& log;
  };

  HttpSession(Parts parts, const Site::HttpLimits& limits, boost::asio::ip::tcp::socket socket);
  HttpSession(const HttpSession&) = delete;
  HttpSession& operator=(const HttpSession&) = delete;
  ~HttpSession() = default;

  boost::asio::awaitable<void> run();

 private:
  using steady = std::chrono::steady_clock;
  enum class Ending { none, gentle, at_once };

  bool learn_ends();
  Exchange::Terms terms();
  boost::asio::awaitable<void> await_request();
  void refuse(unsigned status);
  boost::asio::awaitable<void> answer();
  bool answer_at_once(Router::Route& route, Exchange& exchange);
  boost::asio::awaitable<void> answer_slowly(Router::Route& route, Exchange& exchange);
  boost::asio::awaitable<bool> run_handler(HandedOver& handed, Exchange& exchange);
  void record(const Exchange& exchange) const;

  const Parts parts_;
  const Site::HttpLimits& limits_;
  Connection connection_;
  RequestParser parser_;
  Ends ends_;
  const steady::time_point session_end_;
  std::optional<steady::time_point> head_deadline_;
  Clock::time_point arrived_;
  std::size_t requests_ = 0;
  bool time_is_up_ = false;
  Ending ending_ = Ending::none;
};

}  // namespace refd::http
