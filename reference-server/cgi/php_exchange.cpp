#include "cgi/php_exchange.h"

#include <sys/socket.h>

#include <algorithm>
#include <memory>
#include <tuple>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

namespace refd::cgi {

namespace asio = boost::asio;

namespace {

constexpr auto no_throw = asio::as_tuple(asio::use_awaitable);
// What one request may add to the error log.
constexpr std::size_t most_error_output = 65'536;
// Most pages have been run by then. Before it nobody looks whether the visitor has left, which costs a third
// of a page.
constexpr auto moment = std::chrono::milliseconds(100);
// With a page that nobody waits for.
constexpr auto patience = std::chrono::milliseconds(100);
constexpr auto shortest_watch = std::chrono::milliseconds(20);

asio::awaitable<void> for_ever() {
  asio::steady_timer never(co_await asio::this_coro::executor, asio::steady_timer::time_point::max());
  co_await never.async_wait(no_throw);
}

// Says to a handler that comes late whether what it is for is still there.
struct Needed {
  Needed() = default;
  Needed(const Needed&) = delete;
  Needed& operator=(const Needed&) = delete;
  ~Needed() { *flag = false; }

  const std::shared_ptr<bool> flag = std::make_shared<bool>(true);
};

asio::awaitable<void> pause(std::chrono::steady_clock::duration time) {
  asio::steady_timer timer(co_await asio::this_coro::executor, time);
  co_await timer.async_wait(no_throw);
}

}  // namespace

// The first of the parts that ends says what has become of the request.
void PhpExchange::decide(Outcome outcome) noexcept {
  if (!is_decided_) outcome_ = outcome;
  is_decided_ = true;
}

// What has yet to be said before the request's variables.
std::string PhpExchange::beginning() {
  std::string out;
  if (!std::exchange(connection_.request_is_begun, false)) append_begin_request(out, true);
  return out;
}

// Whether all was sent. Whether PHP has gone is seen where it is listened to.
asio::awaitable<Result<void>> PhpExchange::send(std::string& out) {
  // Most requests fit in at once, which saves a turn of the context.
  const auto at_once =
      ::send(connection_.socket.native_handle(), out.data(), out.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
  auto rest = asio::buffer(out) + (at_once > 0 ? static_cast<std::size_t>(at_once) : 0);
  boost::system::error_code error;
  if (rest.size() > 0) {
    is_sending_ = true;
    std::size_t sent = 0;
    std::tie(error, sent) = co_await asio::async_write(connection_.socket, rest, no_throw);
    is_sending_ = sent < rest.size();
  }
  out.clear();
  if (error) co_return error;
  co_return Result<void>();
}

asio::awaitable<void> PhpExchange::give_body(std::string& out) {
  for (;;) {
    std::string_view piece;
    {
      const TimeBudget::Pause waiting(budget_);
      const auto next = co_await parts_.body->next();
      if (!next) co_return decide(Outcome::abandoned);
      piece = *next;
    }
    if (piece.empty()) break;
    append_stdin(out, piece);
    if (!co_await send(out)) co_await for_ever();
  }
}

// Ends when nobody wants the answer any more; else it waits for that.
asio::awaitable<void> PhpExchange::give() {
  if (!is_given_) {
    std::string out = beginning();
    append_params(out, parts_.variables);
    if (parts_.body != nullptr) co_await give_body(out);
    if (is_decided_) co_return;
    append_stdin_end(out);
    if (!co_await send(out)) co_await for_ever();
    is_given_ = true;
  }
  co_await parts_.answer.until_visitor_leaves();
  decide(Outcome::abandoned);
}

// Sorts what arrived; whether it was FastCGI.
bool PhpExchange::understand(std::string_view octets) {
  while (!octets.empty()) {
    const auto piece = records_.read(octets);
    if (!piece) return false;
    octets.remove_prefix(piece->consumed);
    if (piece->kind == RecordReader::Kind::output) {
      output_.append(piece->octets);
    } else if (piece->kind == RecordReader::Kind::error_output) {
      error_output_.append(piece->octets.substr(0, most_error_output - error_output_.size()));
    } else if (piece->kind == RecordReader::Kind::ended) {
      has_ended_ = octets.empty() && piece->ending.protocol == RecordReader::Ending::Protocol::complete;
      return has_ended_;
    }
  }
  return true;
}

// Passes on what PHP says next.
asio::awaitable<void> PhpExchange::take_once() {
  const auto buffer = asio::buffer(connection_.buffer.get(), PhpConnection::buffer_octets);
  const auto [error, octets] = co_await connection_.socket.async_read_some(buffer, no_throw);
  if (error && is_interrupted_) co_return;
  if (error) co_return decide(Outcome::broken);
  const bool is_understood = understand(std::string_view(connection_.buffer.get(), octets));
  if (!output_.empty()) {
    const TimeBudget::Pause waiting(budget_);
    const auto taken = co_await parts_.relay.take(output_, has_ended_);
    output_.clear();
    if (!taken) co_return decide(Outcome::abandoned);
  }
  if (!is_understood) co_return decide(Outcome::broken);
  if (has_ended_) decide(Outcome::ended);
}

// What is thrown in here must not wait for the other parts to end.
asio::awaitable<void> PhpExchange::take() {
  try {
    while (!is_decided_) co_await take_once();
  } catch (...) {
    failure_ = std::current_exception();
  }
}

// The whole of most requests: without the parts that watch it.
asio::awaitable<void> PhpExchange::take_for_a_moment() {
  asio::steady_timer timer(co_await asio::this_coro::executor, moment);
  const Needed needed;
  timer.async_wait([this, is_needed = needed.flag](const boost::system::error_code& error) {
    if (error || !*is_needed) return;
    is_interrupted_ = true;
    connection_.socket.cancel();
  });
  while (!is_decided_ && !is_interrupted_) co_await take_once();
  is_interrupted_ = false;
}

asio::awaitable<void> PhpExchange::watch() {
  asio::steady_timer timer(co_await asio::this_coro::executor);
  while (budget_.left() > TimeBudget::steady::duration::zero()) {
    timer.expires_after(std::max<TimeBudget::steady::duration>(budget_.left(), shortest_watch));
    co_await timer.async_wait(no_throw);
  }
  decide(Outcome::out_of_time);
}

// Nobody wants the rest, but a page that is nearly done need not cost its process.
asio::awaitable<void> PhpExchange::let_finish() {
  const auto buffer = asio::buffer(connection_.buffer.get(), PhpConnection::buffer_octets);
  while (!has_ended_) {
    const auto [error, octets] = co_await connection_.socket.async_read_some(buffer, no_throw);
    if (error || !understand(std::string_view(connection_.buffer.get(), octets))) co_return;
    output_.clear();
  }
}

asio::awaitable<PhpExchange::Outcome> PhpExchange::run() {
  using namespace asio::experimental::awaitable_operators;  // NOLINT(google-build-using-namespace)
  if (parts_.body == nullptr) {
    std::string out = beginning();
    append_params(out, parts_.variables);
    append_stdin_end(out);
    // Where that fails, it is seen where PHP is listened to.
    is_given_ = (co_await send(out)).has_value();
    co_await take_for_a_moment();
  }
  if (!is_decided_) co_await (take() || give() || watch());
  if (failure_) std::rethrow_exception(failure_);
  if (outcome_ == Outcome::abandoned && is_given_) co_await (let_finish() || pause(patience));
  co_return outcome_;
}

}  // namespace refd::cgi
