#include "cgi/php_exchange.h"

#include <unistd.h>

#include <algorithm>

#include <fcntl.h>
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
// As much of the answer as is read, and sent, at a time.
constexpr std::size_t taken_octets = 65'536;
// What one request may add to the error log.
constexpr std::size_t most_error_output = 65'536;
// With a page that nobody waits for.
constexpr auto patience = std::chrono::milliseconds(100);
constexpr auto shortest_watch = std::chrono::milliseconds(20);

asio::awaitable<void> for_ever() {
  asio::steady_timer never(co_await asio::this_coro::executor, asio::steady_timer::time_point::max());
  co_await never.async_wait(no_throw);
}

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

// Whether all was sent. Whether PHP has gone is seen where it is listened to.
asio::awaitable<Result<void>> PhpExchange::send(Socket& socket, std::string& out) {
  is_sending_ = true;
  const auto [error, sent] = co_await asio::async_write(socket, asio::buffer(out), no_throw);
  is_sending_ = sent < out.size();
  out.clear();
  if (error) co_return error;
  co_return Result<void>();
}

asio::awaitable<void> PhpExchange::give_body(Socket& socket, std::string& out) {
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
    if (!co_await send(socket, out)) co_await for_ever();
  }
  append_stdin_end(out);
  if (!co_await send(socket, out)) co_await for_ever();
}

// Ends when nobody wants the answer any more; else it waits for that.
asio::awaitable<void> PhpExchange::give(Socket& socket) {
  std::string out;
  append_begin_request(out, true);
  append_params(out, parts_.variables);
  if (parts_.body != nullptr) {
    co_await give_body(socket, out);
    if (is_decided_) co_return;
  } else {
    append_stdin_end(out);
    if (!co_await send(socket, out)) co_await for_ever();
  }
  is_given_ = true;
  co_await parts_.answer.until_visitor_leaves();
  decide(Outcome::abandoned);
}

// Sorts what arrived; whether it was FastCGI.
bool PhpExchange::understand(std::string_view octets, std::string& output) {
  while (!octets.empty()) {
    const auto piece = records_.read(octets);
    if (!piece) return false;
    octets.remove_prefix(piece->consumed);
    if (piece->kind == RecordReader::Kind::output) {
      output.append(piece->octets);
    } else if (piece->kind == RecordReader::Kind::error_output) {
      error_output_.append(piece->octets.substr(0, most_error_output - error_output_.size()));
    } else if (piece->kind == RecordReader::Kind::ended) {
      has_ended_ = octets.empty() && piece->ending.protocol == RecordReader::Ending::Protocol::complete;
      return has_ended_;
    }
  }
  return true;
}

asio::awaitable<void> PhpExchange::take_pieces(Socket& socket) {
  std::string input(taken_octets, '\0');
  std::string output;
  while (!has_ended_) {
    const auto [error, octets] = co_await socket.async_read_some(asio::buffer(input), no_throw);
    if (error) co_return decide(Outcome::broken);
    const bool is_understood = understand(std::string_view(input).substr(0, octets), output);
    if (!output.empty()) {
      const TimeBudget::Pause waiting(budget_);
      const auto taken = co_await parts_.relay.take(output);
      output.clear();
      if (!taken) co_return decide(Outcome::abandoned);
    }
    if (!is_understood) co_return decide(Outcome::broken);
  }
  decide(Outcome::ended);
}

// What is thrown in here must not wait for the other parts to end.
asio::awaitable<void> PhpExchange::take(Socket& socket) {
  try {
    co_await take_pieces(socket);
  } catch (...) {
    failure_ = std::current_exception();
  }
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
asio::awaitable<void> PhpExchange::let_finish(Socket& socket) {
  std::string input(taken_octets, '\0');
  std::string unwanted;
  while (!has_ended_) {
    const auto [error, octets] = co_await socket.async_read_some(asio::buffer(input), no_throw);
    if (error || !understand(std::string_view(input).substr(0, octets), unwanted)) co_return;
    unwanted.clear();
  }
}

asio::awaitable<PhpExchange::Outcome> PhpExchange::run() {
  using namespace asio::experimental::awaitable_operators;  // NOLINT(google-build-using-namespace)
  const int copy = ::fcntl(connection_, F_DUPFD_CLOEXEC, 0);
  if (copy < 0) co_return Outcome::broken;
  Socket socket(co_await asio::this_coro::executor, asio::local::stream_protocol(), copy);
  co_await (take(socket) || give(socket) || watch());
  if (failure_) std::rethrow_exception(failure_);
  if (outcome_ == Outcome::abandoned && is_given_) co_await (let_finish(socket) || pause(patience));
  co_return outcome_;
}

}  // namespace refd::cgi
