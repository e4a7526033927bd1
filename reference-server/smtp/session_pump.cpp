#include "smtp/session_pump.h"

#include <algorithm>
#include <memory>
#include <vector>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace refd::smtp {

namespace asio = boost::asio;

namespace {

// Answers to commands that came together go together (RFC 2920 section 3.2), up to this size.
constexpr std::size_t gathered = 16'384;
constexpr std::size_t piece = 65'536;
// How many times the largest message is read in vain for one that is larger, before the connection is cut.
constexpr std::uint64_t patience_with_large = 8;
// What a farewell may take when everything else has to end.
constexpr auto farewell_time = std::chrono::seconds(1);

std::chrono::steady_clock::time_point now() {
  return std::chrono::steady_clock::now();
}

}  // namespace

SessionPump::SessionPump(Session& session, net::BlockingPool& pool, const Site::SmtpLimits& limits)
    : session_(session), pool_(pool), limits_(limits), session_end_(now() + limits.session) {}

asio::awaitable<SessionPump::End> SessionPump::run(net::LineStream& stream) {
  // Cancellation shall be seen as an error of the wait that it ends, not as an exception from the next.
  co_await asio::this_coro::throw_if_cancelled(false);
  Result<void> outcome;
  if (!greeted_) outcome = co_await carry_out(stream, session_.greet());
  greeted_ = true;
  while (outcome) outcome = co_await serve_line(stream);
  if (outcome.error() == asio::error::try_again) co_return End::wants_tls;
  co_await farewell(stream, outcome.error());
  stream.close();
  co_return End::closed;
}

asio::awaitable<Result<void>> SessionPump::serve_line(net::LineStream& stream) {
  if (!stream.peek_line(session_.line_limit())) {
    if (const auto sent = co_await flush(stream); !sent) co_return sent.error();
  }
  // A cancellation ends only what was being waited for: one that met a job is seen here.
  const auto state = co_await asio::this_coro::cancellation_state;
  if (state.cancelled() != asio::cancellation_type::none) co_return asio::error::operation_aborted;
  const auto deadline = std::min(now() + limits_.idle, session_end_);
  auto line = co_await stream.read_line(session_.line_limit(), deadline);
  if (!line) co_return line.error();
  if (session_.drops_what_follows()) stream.forget_rest();
  auto step = co_await answer(std::move(*line));
  if (!step) co_return step.error();
  co_return co_await carry_out(stream, std::move(*step));
}

asio::awaitable<Result<Step>> SessionPump::answer(net::InputLine line) {
  if (line.too_long) co_return session_.on_overlong_line();
  if (!session_.is_slow(line.text)) co_return session_.on_line(line.text);
  Step step;
  const std::function<void()> job = [this, &line, &step] {
    step = session_.on_line(line.text);
  };
  // A server that ends is held up neither by what waits for its turn nor by the answer's delay.
  if (const auto ran = co_await pool_.run_unless_cancelled(job); !ran) co_return ran.error();
  co_return step;
}

asio::awaitable<Result<void>> SessionPump::carry_out(net::LineStream& stream, Step step) {
  if (step.delay.count() > 0) {
    if (const auto sent = co_await flush(stream); !sent) co_return sent.error();
    asio::steady_timer pause(co_await asio::this_coro::executor, step.delay);
    (void)co_await pause.async_wait(asio::as_tuple(asio::use_awaitable));
  }
  waiting_ += step.reply.wire();
  if (step.next == Step::Next::message) co_return co_await receive_message(stream);
  if (step.next != Step::Next::line || waiting_.size() > gathered) {
    if (const auto sent = co_await flush(stream); !sent) co_return sent.error();
  }
  if (step.next == Step::Next::end) co_return asio::error::eof;
  if (step.next == Step::Next::tls) co_return asio::error::try_again;
  co_return Result<void>();
}

asio::awaitable<Result<void>> SessionPump::receive_message(net::LineStream& stream) {
  if (const auto sent = co_await flush(stream); !sent) co_return sent.error();
  if (const auto received = co_await receive_octets(stream); !received) co_return received.error();
  co_return co_await carry_out(stream, co_await conclude_message());
}

asio::awaitable<Result<void>> SessionPump::receive_octets(net::LineStream& stream) {
  std::vector<char> space(piece);
  const auto message_end = std::min(now() + limits_.message, session_end_);
  while (!session_.message_ended()) {
    const auto count = co_await stream.read_octets(space, std::min(now() + limits_.stall, message_end));
    if (!count) co_return count.error();
    const std::string_view octets(space.data(), *count);
    stream.put_back(octets.substr(session_.on_octets(octets)));
    if (session_.wasted_octets() > patience_with_large * limits_.message_octets) {
      waiting_ += Reply(552, "5.3.4", "The message is far too large, closing connection").wire();
      (void)co_await flush(stream);
      co_return asio::error::eof;
    }
  }
  co_return Result<void>();
}

// The message is being written to the disk, together with those of others: no cancellation ends this wait,
// for the client has to hear what became of it.
asio::awaitable<Step> SessionPump::conclude_message() {
  // Shared with the thread that writes, whose answer may come after the coroutine has been destroyed.
  struct Wait {
    explicit Wait(const asio::any_io_executor& executor)
        : answered(executor, asio::steady_timer::time_point::max()) {}
    asio::steady_timer answered;
    std::optional<Step> step;
  };
  const auto executor = co_await asio::this_coro::executor;
  const auto wait = std::make_shared<Wait>(executor);
  const std::function<void(Step)> done = [wait, executor](Step step) {
    asio::post(executor, [wait, step = std::move(step)]() mutable {
      wait->step = std::move(step);
      wait->answered.cancel();
    });
  };
  const std::function<void()> job = [this, &done] {
    session_.on_message_end(done);
  };
  co_await pool_.run(job);
  while (!wait->step) (void)co_await wait->answered.async_wait(asio::as_tuple(asio::use_awaitable));
  co_return std::move(*wait->step);
}

asio::awaitable<Result<void>> SessionPump::flush(net::LineStream& stream) {
  if (waiting_.empty()) co_return Result<void>();
  const auto text = std::exchange(waiting_, {});
  co_return co_await stream.write(text, now() + limits_.stall);
}

// RFC 5321 section 3.8: a server that ends a session by itself says so, when anybody may listen.
asio::awaitable<void> SessionPump::farewell(net::LineStream& stream, boost::system::error_code error) {
  const bool shutting_down = error == asio::error::operation_aborted;
  if (!shutting_down && error != asio::error::timed_out) co_return;
  if (shutting_down) co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
  waiting_ += (shutting_down ? Reply(421, "4.3.2", "The server is shutting down")
                             : Reply(421, "4.4.2", "Timed out, closing connection"))
                  .wire();
  const auto text = std::exchange(waiting_, {});
  (void)co_await stream.write(text, now() + farewell_time);
}

}  // namespace refd::smtp
