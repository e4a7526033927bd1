#include "http/exchange.h"

#include <unistd.h>

#include "http/text.h"

namespace refd::http {

namespace asio = boost::asio;
using steady = std::chrono::steady_clock;

namespace {

// Up to so much, a file is copied into the buffer with the head; above, sendfile saves more than it costs.
constexpr std::uint64_t small_body_octets = 32'768;
// So much of a request's body that nobody wants is read for the sake of keeping the connection.
constexpr std::uint64_t most_dropped_octets = 1'048'576;

bool expects_continue(const RequestHead& request) {
  if (!request.has_body || !request.is_http_1_1) return false;
  const auto expectation = request.field("Expect");
  return expectation && equals_ignoring_case(*expectation, "100-continue");
}

bool append_from_file(int file, std::uint64_t offset, std::uint64_t length, std::string& out) {
  const auto start = out.size();
  out.resize(start + length);
  std::size_t done = 0;
  while (done < length) {
    const auto octets =
        ::pread(file, out.data() + start + done, length - done, static_cast<off_t>(offset + done));
    if (octets <= 0 && !(octets < 0 && errno == EINTR)) return false;
    if (octets > 0) done += static_cast<std::size_t>(octets);
  }
  return true;
}

}  // namespace

Exchange::Exchange(Terms terms)
    : terms_(terms),
      request_(terms.parser.head()),
      keeps_alive_(terms.may_keep_alive && request_.wants_keep_alive),
      awaits_continue_(expects_continue(request_)) {}

asio::awaitable<Result<void>> Exchange::failed(boost::system::error_code error) {
  keeps_alive_ = false;
  co_return error;
}

asio::awaitable<Result<std::string_view>> Exchange::next() {
  if (awaits_continue_ && !has_begun()) {
    terms_.connection.output().append("HTTP/1.1 100 Continue\r\n\r\n");
    if (const auto error = co_await terms_.connection.flush()) co_return (co_await failed(error)).error();
  }
  awaits_continue_ = false;
  while (!terms_.parser.body_is_complete()) {
    const auto step = terms_.parser.read_body(terms_.connection.input());
    if (!step) {
      refused_body_ = step.error().status;
      const int reason = refused_body_ == 413 ? EMSGSIZE : EBADMSG;
      co_return (co_await failed(system_error(reason))).error();
    }
    terms_.connection.consume(step->consumed);
    if (!step->piece.empty()) co_return step->piece;
    if (!step->needs_more) continue;
    const auto error = co_await terms_.connection.read_more(steady::now() + terms_.stall);
    if (error) co_return (co_await failed(error)).error();
  }
  co_return std::string_view();
}

asio::awaitable<void> Exchange::drop_body() {
  // A visitor who waits to be asked for the body is not asked for one that nobody wants.
  if (awaits_continue_) {
    keeps_alive_ = false;
    co_return;
  }
  std::uint64_t dropped = 0;
  while (!terms_.parser.body_is_complete()) {
    const auto too_much =
        request_.content_length.value_or(0) > most_dropped_octets || dropped > most_dropped_octets;
    if (too_much) {
      keeps_alive_ = false;
      co_return;
    }
    const auto piece = co_await next();
    if (!piece) co_return;
    dropped += piece->size();
  }
}

void Exchange::start(const AnswerHead& head, std::optional<std::uint64_t> length, bool close) {
  status_ = head.status;
  if (request_.method == Method::head || never_has_body(head.status)) {
    framing_ = Framing::no_body;
  } else if (length) {
    framing_ = Framing::length;
  } else {
    framing_ = request_.is_http_1_1 ? Framing::chunks : Framing::end_of_connection;
  }
  promised_octets_ = length.value_or(0);
  keeps_alive_ = keeps_alive_ && !close && framing_ != Framing::end_of_connection;
  const HeadLines lines{.now = terms_.clock.now(),
                        .framing = framing_ == Framing::no_body && length ? Framing::length : framing_,
                        .length = promised_octets_,
                        .close = !keeps_alive_,
                        .is_http_1_1 = request_.is_http_1_1};
  append_head(head, lines, terms_.connection.output());
}

bool Exchange::append_small_body(const Answer& answer) {
  auto& out = terms_.connection.output();
  for (const auto& piece : answer.body) {
    out.append(piece.text);
    if (piece.length > 0 && !append_from_file(answer.file.get(), piece.offset, piece.length, out))
      return false;
  }
  body_octets_ = answer.declared_length;
  return true;
}

bool Exchange::queue_if_small(Answer& answer) {
  const bool has_body = request_.method != Method::head && !never_has_body(answer.head.status);
  if (has_body && answer.declared_length > small_body_octets) return false;
  const auto mark = terms_.connection.output().size();
  start(answer.head, answer.declared_length, answer.close);
  if (has_body && !append_small_body(answer)) {
    // The file became shorter, or the disk failed: nothing was promised yet, so say so.
    terms_.connection.output().resize(mark);
    auto failure = error_answer(503);
    start(failure.head, failure.declared_length, true);
    append_small_body(failure);
  }
  return true;
}

asio::awaitable<Result<void>> Exchange::begin(AnswerHead head, std::optional<std::uint64_t> length) {
  if (has_begun()) throw std::logic_error("an answer was begun twice");
  start(head, length, awaits_continue_);
  co_return Result<void>();
}

asio::awaitable<Result<void>> Exchange::write(std::string_view octets) {
  if (!has_begun()) throw std::logic_error("a body before its head");
  if (framing_ == Framing::no_body || octets.empty()) co_return Result<void>();
  if (framing_ == Framing::length && octets.size() > promised_octets_ - body_octets_) {
    co_return co_await failed(system_error(EMSGSIZE));
  }
  auto& connection = terms_.connection;
  if (framing_ == Framing::chunks) {
    append_chunk(octets, connection.output());
  } else {
    connection.output().append(octets);
  }
  if (const auto error = co_await connection.flush()) co_return co_await failed(error);
  body_octets_ += octets.size();
  co_return Result<void>();
}

asio::awaitable<Result<void>> Exchange::send(Answer answer) {
  if (has_begun()) throw std::logic_error("an answer was begun twice");
  if (queue_if_small(answer)) co_return Result<void>();
  start(answer.head, answer.declared_length, answer.close);
  for (const auto& piece : answer.body) {
    terms_.connection.output().append(piece.text);
    body_octets_ += piece.text.size();
    if (piece.length == 0) continue;
    const auto error =
        co_await terms_.connection.send_file(answer.file.get(), piece.offset, piece.length, body_octets_);
    if (error) co_return co_await failed(error);
  }
  co_return Result<void>();
}

asio::awaitable<Result<void>> Exchange::begin_unparsed(unsigned status) {
  if (has_begun()) throw std::logic_error("an answer was begun twice");
  status_ = status;
  framing_ = Framing::end_of_connection;
  keeps_alive_ = false;
  co_return Result<void>();
}

asio::awaitable<void> Exchange::until_visitor_leaves() {
  co_await terms_.connection.until_peer_leaves();
}

asio::awaitable<Result<void>> Exchange::finish() {
  if (framing_ == Framing::chunks) terms_.connection.output().append(last_chunk);
  if (framing_ == Framing::length && body_octets_ != promised_octets_)
    co_return co_await failed(system_error(EPIPE));
  co_return Result<void>();
}

}  // namespace refd::http
