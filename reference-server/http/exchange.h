#pragma once

#include <boost/asio/awaitable.hpp>

#include "http/answer_writer.h"
#include "http/connection.h"
#include "http/content_handler.h"
#include "http/request_parser.h"

namespace refd::http {

/// The sending of one answer, and the receiving of the request's body, over a connection: what a content
/// handler sees of it, and what the session uses for everything else. Used on the connection's strand.
class Exchange final : public BodySource, public AnswerSink {
 public:
  struct Terms {
    Connection& connection;
    RequestParser& parser;
    const Clock& clock;
    Connection::duration stall;
    bool may_keep_alive;  ///< what the session, apart from this request, allows
  };

  explicit Exchange(Terms terms);

  boost::asio::awaitable<Result<std::string_view>> next() override;
  boost::asio::awaitable<Result<void>> begin(AnswerHead head, std::optional<std::uint64_t> length) override;
  boost::asio::awaitable<Result<void>> write(std::string_view octets) override;
  boost::asio::awaitable<Result<void>> send(Answer answer) override;
  boost::asio::awaitable<Result<void>> begin_unparsed(unsigned status) override;
  boost::asio::awaitable<void> until_visitor_leaves() override;

  /// Queues an answer without a wait, if it is small. False: nothing was done, `answer` is to be sent.
  bool queue_if_small(Answer& answer);
  /// Ends the body of an answer that was begun.
  boost::asio::awaitable<Result<void>> finish();
  /// Reads what is left of the request's body and drops it, if it is not much; else the connection must end.
  boost::asio::awaitable<void> drop_body();

  bool has_begun() const noexcept { return status_ != 0; }
  unsigned status() const noexcept { return status_; }
  /// 400 or 413 when the visitor's body turned out to be none, or too large; else 0.
  unsigned refused_body() const noexcept { return refused_body_; }
  std::uint64_t body_octets() const noexcept { return body_octets_; }
  /// Whether another request may follow on this connection.
  bool keeps_alive() const noexcept { return keeps_alive_; }

 private:
  void start(const AnswerHead& head, std::optional<std::uint64_t> length, bool close);
  bool append_small_body(const Answer& answer);
  boost::asio::awaitable<Result<void>> failed(boost::system::error_code error);

  Terms terms_;
  const RequestHead& request_;
  bool keeps_alive_;
  bool awaits_continue_;
  unsigned status_ = 0;
  unsigned refused_body_ = 0;
  Framing framing_ = Framing::length;
  std::uint64_t promised_octets_ = 0;
  std::uint64_t body_octets_ = 0;
};

}  // namespace refd::http
