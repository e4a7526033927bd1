#pragma once

#include <exception>
#include <string>
#include <string_view>

#include <boost/asio/awaitable.hpp>

#include "cgi/fastcgi_records.h"
#include "cgi/meta_variables.h"
#include "cgi/php_connection.h"
#include "cgi/reply_relay.h"
#include "cgi/time_budget.h"
#include "http/content_handler.h"

namespace refd::cgi {

/// One request to a PHP process, over its connection: the visitor's body goes in while the answer comes out,
/// and neither is held in memory. On the strand of the visitor's connection.
class PhpExchange {
 public:
  enum class Outcome {
    ended,      ///< PHP has said all
    broken,     ///< PHP has gone, or did not speak FastCGI
    abandoned,  ///< the visitor has gone, or what PHP prints is of no use to them
    out_of_time,
  };

  struct Parts {
    const Variables& variables;
    http::BodySource* body;  ///< null: there is none
    ReplyRelay& relay;
    http::AnswerSink& answer;  ///< asked only whether the visitor has left
  };

  /// References outlive the exchange.
  PhpExchange(Parts parts, PhpConnection& connection, TimeBudget::steady::duration time)
      : parts_(parts), connection_(connection), budget_(time) {}

  /// Once.
  boost::asio::awaitable<Outcome> run();

  /// After run(): whether PHP's connection is ready for another request.
  bool is_reusable() const noexcept { return has_ended_ && !is_sending_ && outcome_ != Outcome::broken; }
  /// What PHP said for the error log, as far as it is kept.
  const std::string& error_output() const noexcept { return error_output_; }

 private:
  boost::asio::awaitable<void> give();
  boost::asio::awaitable<void> give_body(std::string& out);
  std::string beginning();
  boost::asio::awaitable<Result<void>> send(std::string& out);
  boost::asio::awaitable<void> take_once();
  boost::asio::awaitable<void> take();
  boost::asio::awaitable<void> take_for_a_moment();
  bool understand(std::string_view octets);
  boost::asio::awaitable<void> watch();
  boost::asio::awaitable<void> let_finish();
  void decide(Outcome outcome) noexcept;

  const Parts parts_;
  PhpConnection& connection_;
  TimeBudget budget_;
  RecordReader records_;
  std::string output_;  // understood and not yet passed on
  std::string error_output_;
  bool is_decided_ = false;
  bool is_sending_ = false;
  bool is_given_ = false;        // the request, whole
  bool is_interrupted_ = false;  // taking, so that other things are looked at
  bool has_ended_ = false;
  Outcome outcome_ = Outcome::broken;
  std::exception_ptr failure_;
};

}  // namespace refd::cgi
