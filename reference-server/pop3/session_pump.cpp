#include "pop3/session_pump.h"

#include <algorithm>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "mail/dot_stuffing.h"

namespace refd {

namespace asio = boost::asio;

namespace {

// Answers to commands that came together go together, up to this size.
constexpr std::size_t gathered = 16'384;

std::chrono::steady_clock::time_point now() {
  return std::chrono::steady_clock::now();
}

}  // namespace

PopPump::PopPump(net::LineStream& stream, PopSession& session, net::BlockingPool& pool,
                 const Site::PopLimits& limits)
    : stream_(stream),
      session_(session),
      pool_(pool),
      limits_(limits),
      session_end_(now() + limits.session),
      login_end_(now() + limits.login) {}

PopPump::Time PopPump::line_deadline() const {
  if (!session_.is_logged_in()) return std::min(login_end_, session_end_);
  return std::min(now() + limits_.idle, session_end_);
}

// A session that ends otherwise than by QUIT ends without a word: whatever were said then would be taken for
// the answer to a command (RFC 1939 section 3).
asio::awaitable<void> PopPump::run() {
  // Cancellation shall be seen as an error of the wait that it ends, not as an exception from the next.
  co_await asio::this_coro::throw_if_cancelled(false);
  auto outcome = co_await carry_out(session_.greet());
  while (outcome) outcome = co_await serve_line();
  stream_.close();
}

// An error ends the session: eof also after its last answer.
asio::awaitable<Result<void>> PopPump::serve_line() {
  if (!stream_.peek_line(limits_.line_octets)) {
    if (const auto sent = co_await flush(); !sent) co_return sent.error();
  }
  // A cancellation ends only what was being waited for: one that met a message or a job is seen here.
  const auto state = co_await asio::this_coro::cancellation_state;
  if (state.cancelled() != asio::cancellation_type::none) co_return asio::error::operation_aborted;
  const auto line = co_await stream_.read_line(limits_.line_octets, line_deadline());
  if (!line) co_return line.error();
  auto step = co_await answer(*line);
  if (!step) co_return step.error();
  co_return co_await carry_out(std::move(*step));
}

asio::awaitable<Result<PopStep>> PopPump::answer(const net::InputLine& line) {
  if (line.too_long) co_return session_.on_overlong_line();
  if (!session_.is_slow(line.text)) co_return session_.on_line(line.text);
  PopStep step;
  const std::function<void()> job = [this, &line, &step] {
    step = session_.on_line(line.text);
  };
  // A server that ends is held up neither by what waits for its turn nor by the answer's delay.
  if (const auto ran = co_await pool_.run_unless_cancelled(job); !ran) co_return ran.error();
  co_return step;
}

asio::awaitable<Result<void>> PopPump::carry_out(PopStep step) {
  if (step.delay.count() > 0) {
    asio::steady_timer pause(co_await asio::this_coro::executor, step.delay);
    (void)co_await pause.async_wait(asio::as_tuple(asio::use_awaitable));
  }
  if (const auto sent = co_await send(step.reply); !sent) co_return sent.error();
  if (step.content) {
    if (const auto sent = co_await send_content(*step.content); !sent) co_return sent.error();
  }
  if (!step.ends) co_return Result<void>();
  (void)co_await flush();
  co_return asio::error::eof;
}

// A message that cannot be read to its end has none: the connection is cut, so that nobody takes the part for
// the whole.
asio::awaitable<Result<void>> PopPump::send_content(ByteSource& content) {
  DotStuffing stuffing;
  for (;;) {
    const auto piece = content.next();
    if (!piece) {
      (void)co_await flush();
      co_return piece.error();
    }
    if (piece->empty()) co_return co_await send(stuffing.finish());
    if (const auto sent = co_await send(stuffing.add(*piece)); !sent) co_return sent.error();
  }
}

asio::awaitable<Result<void>> PopPump::send(std::string_view octets) {
  if (waiting_.size() + octets.size() <= gathered) {
    waiting_.append(octets);
    co_return Result<void>();
  }
  if (const auto sent = co_await flush(); !sent) co_return sent.error();
  co_return co_await stream_.write(octets, now() + limits_.stall);
}

asio::awaitable<Result<void>> PopPump::flush() {
  if (waiting_.empty()) co_return Result<void>();
  const auto sent = co_await stream_.write(waiting_, now() + limits_.stall);
  waiting_.clear();
  co_return sent;
}

}  // namespace refd
