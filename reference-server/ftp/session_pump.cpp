#include "ftp/session_pump.h"

#include <algorithm>
#include <variant>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace refd {

namespace asio = boost::asio;

namespace {

std::chrono::steady_clock::time_point now() {
  return std::chrono::steady_clock::now();
}

// What a farewell may take when everything else has to end.
constexpr auto farewell_time = std::chrono::seconds(1);

}  // namespace

SessionPump::SessionPump(net::LineStream& control, net::DataChannel& data, FtpSession& session,
                         net::NameLookup& names, const Site::FtpLimits& limits)
    : control_(control),
      data_(data),
      session_(session),
      names_(names),
      limits_(limits),
      session_end_(now() + limits.session),
      login_end_(now() + limits.login) {}

SessionPump::Time SessionPump::line_deadline() const {
  if (!session_.is_logged_in()) return std::min(login_end_, session_end_);
  return std::min(now() + limits_.idle, session_end_);
}

asio::awaitable<void> SessionPump::run() {
  // Cancellation shall be seen as an error of the wait that it ends, not as an exception from the next.
  co_await asio::this_coro::throw_if_cancelled(false);
  bool goes_on = co_await carry_out(session_.greet());
  while (goes_on) {
    // A cancellation ends only what was being waited for: one that met a transfer is seen here.
    const auto state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() != asio::cancellation_type::none) {
      co_await end_without_line(asio::error::operation_aborted);
      break;
    }
    const auto line = co_await control_.read_line(limits_.line_octets, line_deadline());
    if (!line) {
      co_await end_without_line(line.error());
      break;
    }
    goes_on = co_await carry_out(co_await answer(*line));
    if (session_.is_logged_in()) login_end_ = now() + limits_.login;  // counts again after REIN
  }
  data_.close();
  control_.close();
}

asio::awaitable<FtpStep> SessionPump::answer(net::InputLine line) {
  if (line.too_long) co_return session_.on_overlong_line();
  auto step = session_.on_line(line.text);
  if (!step.awaits_names) co_return step;
  co_await find_names();
  co_return session_.on_line(line.text);
}

// ACL-4: once in a session, when the first access file with a name in it has a say.
asio::awaitable<void> SessionPump::find_names() {
  using Known = AccessSource::Names;
  auto found = co_await names_.names_of(session_.client_address());
  session_.take_client_names(std::move(found.names),
                             found.complete ? Known::all_known : Known::not_all_known);
}

// The client is gone, or has said nothing for too long, or the server is ending.
asio::awaitable<void> SessionPump::end_without_line(boost::system::error_code error) {
  const bool shutting_down = error == asio::error::operation_aborted;
  if (!shutting_down && error != asio::error::timed_out) co_return;
  if (shutting_down) co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
  const FtpReply farewell{421,
                          shutting_down ? "The server is shutting down." : "Timed out, closing connection."};
  (void)co_await control_.write(farewell.wire(), now() + farewell_time);
}

// Whether the session goes on.
asio::awaitable<bool> SessionPump::carry_out(FtpStep step) {
  const bool sent = co_await reply(step.reply);
  if (!sent || step.ends) co_return false;
  if (!step.transfer) co_return true;
  co_return co_await transfer(std::move(*step.transfer));
}

asio::awaitable<bool> SessionPump::reply(const FtpReply& reply) {
  const auto text = reply.wire();
  if (text.empty()) co_return true;
  const auto written = co_await control_.write(text, now() + limits_.stall);
  if (!written) co_await end_without_line(written.error());
  co_return written.has_value();
}

asio::awaitable<bool> SessionPump::transfer(FtpTransfer transfer) {
  using namespace asio::experimental::awaitable_operators;  // NOLINT(google-build-using-namespace)
  auto first = co_await (move(transfer) || watch_control());
  const auto state = co_await asio::this_coro::cancellation_state;
  TransferEnd end{.how = TransferEnd::How::aborted};
  bool goes_on = true;
  if (first.index() == 0) {
    end = std::get<0>(first);
  } else {
    goes_on = std::get<1>(first) == Interruption::aborted;
  }
  if (state.cancelled() != asio::cancellation_type::none) end.how = TransferEnd::How::aborted;
  // Who is still sending hears why it was in vain before the connection is reset, and does not try again.
  const bool failed = end.how == TransferEnd::How::failed;
  if (!failed) data_.close(end.how != TransferEnd::How::completed);
  const auto answer = session_.on_transfer_end(end);
  const bool sent = goes_on && co_await reply(answer);
  if (failed) data_.close();
  co_return sent&& answer.code != 421;  // RFC 959 section 4.2.1: it closes the control connection
}

asio::awaitable<TransferEnd> SessionPump::move(FtpTransfer& transfer) {
  using How = TransferEnd::How;
  co_await asio::this_coro::throw_if_cancelled(false);
  const auto opened = co_await data_.open(limits_.data_connect);
  if (!opened) {
    const bool aborted = opened.error() == asio::error::operation_aborted;
    co_return TransferEnd{.how = aborted ? How::aborted : How::not_connected};
  }
  net::DataChannel::Outcome outcome;
  if (transfer.sink != nullptr) {
    outcome = co_await data_.receive(*transfer.sink, limits_.stall);
  } else if (transfer.source) {
    outcome = co_await data_.send(*transfer.source, limits_.stall);
    if (outcome.local && session_.awaits_names()) {
      co_await find_names();
      outcome = co_await data_.send(*transfer.source, limits_.stall);
    }
  } else {
    outcome = co_await data_.send_file(transfer.file.get(), transfer.offset, limits_.stall);
  }
  TransferEnd end{.how = How::completed, .error = outcome.local, .octets = outcome.octets};
  if (outcome.local) {
    end.how = How::failed;
  } else if (outcome.peer == asio::error::timed_out) {
    end.how = How::stalled;
  } else if (outcome.peer == asio::error::operation_aborted) {
    end.how = How::aborted;
  } else if (outcome.peer) {
    end.how = How::broken;
  }
  co_return end;
}

// Listens to the client while a transfer runs. Lines other than ABOR and STAT stay where they are.
asio::awaitable<SessionPump::Interruption> SessionPump::watch_control() {
  co_await asio::this_coro::throw_if_cancelled(false);
  for (;;) {
    const auto there = co_await control_.wait_for_line(limits_.line_octets, session_end_);
    if (!there) co_return Interruption::control_lost;
    const auto line = control_.peek_line(limits_.line_octets);
    const auto meaning = line ? FtpSession::interjection(*line) : Interjection::later;
    if (meaning == Interjection::abort) co_return Interruption::aborted;
    if (meaning == Interjection::later) break;
    (void)co_await control_.read_line(limits_.line_octets, session_end_);
    if (!co_await reply(session_.transfer_status())) co_return Interruption::control_lost;
  }
  // Until the transfer's end, or the session's.
  asio::steady_timer rest(co_await asio::this_coro::executor, session_end_);
  (void)co_await rest.async_wait(asio::as_tuple(asio::use_awaitable));
  co_return Interruption::control_lost;
}

}  // namespace refd
