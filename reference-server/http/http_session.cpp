#include "http/http_session.h"

#include <algorithm>

namespace refd::http {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

// Answers gathered in the buffer are sent when they are more than this, even if more requests are at hand.
constexpr std::size_t gathered_octets = 65'536;
// Room for what may stand in the buffer beside the longest head: leading line ends, a chunk's header.
constexpr std::size_t input_beyond_head = 4096;
constexpr auto gentle_close = std::chrono::seconds(2);

// Often enough to end a wait about when it should, seldom enough to cost nothing.
Connection::duration tick_for(const Site::HttpLimits& limits) {
  const std::chrono::milliseconds shortest = std::min({limits.idle, limits.header_time, limits.stall});
  return std::clamp<std::chrono::milliseconds>(shortest / 8, std::chrono::milliseconds(50),
                                               std::chrono::seconds(1));
}

RequestParser::Limits parser_limits(const Site::HttpLimits& limits) {
  RequestParser::Limits result;
  result.head.head_octets = limits.header_octets;
  result.head.request_line_octets = std::min(result.head.request_line_octets, limits.header_octets);
  result.body_octets = limits.body_octets;
  return result;
}

}  // namespace

HttpSession::HttpSession(Parts parts, const Site::HttpLimits& limits, tcp::socket socket)
    : parts_(parts),
      limits_(limits),
      connection_(std::move(socket), limits.header_octets + input_beyond_head, limits.stall,
                  tick_for(limits)),
      parser_(parser_limits(limits)),
      session_end_(steady::now() + limits.session) {}

bool HttpSession::learn_ends() {
  boost::system::error_code error;
  const auto visitor = connection_.socket().remote_endpoint(error);
  if (error) return false;
  const auto server = connection_.socket().local_endpoint(error);
  if (error) return false;
  ends_ = {visitor.address().to_string(), visitor.port(), server.address().to_string(), server.port()};
  return true;
}

Exchange::Terms HttpSession::terms() {
  return {connection_, parser_, parts_.clock, limits_.stall,
          requests_ < limits_.requests_per_session && !time_is_up_};
}

asio::awaitable<void> HttpSession::run() {
  if (!learn_ends()) co_return;
  while (ending_ == Ending::none) {
    const auto head = parser_.read_head(connection_.input());
    if (!head) {
      refuse(head.error().status);
    } else if (head->consumed == 0) {
      co_await await_request();
    } else {
      connection_.consume(head->consumed);
      co_await answer();
      parser_.reset();
    }
  }
  if (ending_ == Ending::at_once || co_await connection_.flush()) co_return;
  co_await connection_.close_gently(std::min<Connection::duration>(gentle_close, limits_.stall));
}

// Nothing more can be done with what has arrived: what was gathered goes out, and more is waited for.
asio::awaitable<void> HttpSession::await_request() {
  if (co_await connection_.flush()) {
    ending_ = Ending::at_once;
    co_return;
  }
  const auto now = steady::now();
  time_is_up_ = now >= session_end_;
  const bool has_begun = !connection_.input().empty();
  if (!has_begun) {
    head_deadline_.reset();
  } else if (!head_deadline_) {
    head_deadline_ = now + limits_.header_time;
  }
  const auto deadline = has_begun ? *head_deadline_ : std::min(now + limits_.idle, session_end_);
  const auto error = co_await connection_.read_more(deadline);
  if (!error) co_return;
  if (error == asio::error::timed_out && has_begun) {
    refuse(408);
  } else {
    ending_ = Ending::at_once;
  }
}

// The request could not be understood, so the place of the next one is unknown.
void HttpSession::refuse(unsigned status) {
  arrived_ = parts_.clock.now();
  Exchange exchange(terms());
  auto answer = error_answer(status);
  answer.close = true;
  exchange.queue_if_small(answer);
  record(exchange);
  ending_ = Ending::gentle;
}

asio::awaitable<void> HttpSession::answer() {
  ++requests_;
  head_deadline_.reset();
  arrived_ = parts_.clock.now();
  Exchange exchange(terms());
  auto route = parts_.router.route(parser_.head(), ends_);
  if (!answer_at_once(route, exchange)) co_await answer_slowly(route, exchange);
  record(exchange);
  if (!exchange.keeps_alive() && ending_ == Ending::none) ending_ = Ending::gentle;
}

bool HttpSession::answer_at_once(Router::Route& route, Exchange& exchange) {
  auto* answer = std::get_if<Answer>(&route);
  if (answer == nullptr || parser_.head().has_body || connection_.output().size() > gathered_octets)
    return false;
  return exchange.queue_if_small(*answer);
}

asio::awaitable<void> HttpSession::answer_slowly(Router::Route& route, Exchange& exchange) {
  bool succeeded = !co_await connection_.flush();
  if (auto* handed = std::get_if<HandedOver>(&route); handed != nullptr && succeeded) {
    succeeded = co_await run_handler(*handed, exchange);
    co_await exchange.drop_body();
  } else if (succeeded) {
    co_await exchange.drop_body();
    succeeded = (co_await exchange.send(std::move(std::get<Answer>(route)))).has_value();
  }
  if (!succeeded) ending_ = Ending::at_once;
}

// Whether the answer arrived whole, as far as we can tell.
asio::awaitable<bool> HttpSession::run_handler(HandedOver& handed, Exchange& exchange) {
  bool threw = false;
  try {
    co_await handed.handler->respond(handed.request, exchange, exchange);
  } catch (const AnswerIsCut&) {
    threw = true;
  } catch (const std::exception& failure) {
    parts_.log->error("a content handler failed: {}", failure.what());
    threw = true;
  }
  if (exchange.has_begun()) co_return !threw && (co_await exchange.finish()).has_value();
  const unsigned status = exchange.refused_body() != 0 ? exchange.refused_body() : 500;
  co_return (co_await exchange.send(error_answer(status))).has_value();
}

void HttpSession::record(const Exchange& exchange) const {
  if (!parts_.policies.log().accesses_are_logged) return;
  const auto& head = parser_.head();
  parts_.accesses.record({.visitor_address = ends_.visitor_address,
                          .time = arrived_,
                          .request_line = head.request_line,
                          .status = exchange.status(),
                          .body_octets = exchange.body_octets(),
                          .referer = head.field("Referer").value_or(std::string_view()),
                          .user_agent = head.field("User-Agent").value_or(std::string_view())});
}

}  // namespace refd::http
