#include "cgi/script_exchange.h"

#include <string>
#include <variant>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

namespace refd::cgi {

namespace asio = boost::asio;

namespace {

constexpr auto no_throw = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t stretch_octets = 32'768;

void close(asio::posix::stream_descriptor& stream) {
  boost::system::error_code ignored;
  stream.close(ignored);
}

// The whole body, unless the script has had enough of it. Fails when the visitor does not send it.
asio::awaitable<Result<void>> give_body(ScriptProcess& process, http::BodySource& body,
                                        const CgiPolicy& policy) {
  std::string kept_back;  // of a body that is to be cut
  for (;;) {
    const auto octets = co_await body.next();
    if (!octets) co_return octets.error();
    if (octets->empty()) break;
    auto given = *octets;
    std::string with_kept;
    if (policy.body_is_cut) {
      with_kept = kept_back + std::string(given.substr(0, given.size() - 1));
      kept_back = given.back();
      given = with_kept;
    }
    const auto [error, count] = co_await asio::async_write(process.input(), asio::buffer(given), no_throw);
    if (error && !policy.bodies_may_stay_unread) co_return system_error(EPIPE);
    if (error) break;
  }
  co_return Result<void>();
}

ExchangeEnd end_for(const boost::system::error_code& error) {
  if (error.value() == EMSGSIZE) return ExchangeEnd::body_too_large;
  return error.value() == EBADMSG ? ExchangeEnd::body_is_unclear : ExchangeEnd::visitor_gone;
}

// Returns only when nothing more is to be done for the visitor.
asio::awaitable<ExchangeEnd> see_to_visitor(ScriptProcess& process, http::BodySource& body,
                                            http::AnswerSink& answer, const CgiPolicy& policy) {
  if (process.input().is_open()) {
    const auto given = co_await give_body(process, body, policy);
    close(process.input());
    if (!given) co_return end_for(given.error());
  }
  co_await answer.until_visitor_leaves();
  co_return ExchangeEnd::visitor_gone;
}

asio::awaitable<ExchangeEnd> pass_on_output(ScriptProcess& process, PrintedOctets& taker,
                                            std::uint64_t most_octets) {
  std::string stretch(stretch_octets, '\0');
  std::uint64_t total = 0;
  for (;;) {
    const auto [error, count] = co_await process.output().async_read_some(asio::buffer(stretch), no_throw);
    if (error) co_return process.was_stopped() ? ExchangeEnd::stopped : ExchangeEnd::finished;
    total += count;
    if (total > most_octets) co_return ExchangeEnd::too_much_output;
    const auto taken = co_await taker.take(std::string_view(stretch).substr(0, count));
    if (!taken)
      co_return taken.error().value() == EBADMSG ? ExchangeEnd::reply_refused : ExchangeEnd::visitor_gone;
  }
}

// However the exchange ends, an exception included.
class LetsGo {
 public:
  explicit LetsGo(ScriptProcess& process) : process_(process) {}
  LetsGo(const LetsGo&) = delete;
  LetsGo& operator=(const LetsGo&) = delete;
  ~LetsGo() {
    if (!has_finished) process_.stop();
    if (process_.input().is_open()) close(process_.input());
    close(process_.output());
  }

  bool has_finished = false;

 private:
  ScriptProcess& process_;
};

}  // namespace

asio::awaitable<ExchangeEnd> exchange_with(ScriptProcess& process, http::BodySource& body,
                                           http::AnswerSink& answer, PrintedOctets& taker,
                                           const CgiPolicy& policy, std::uint64_t most_octets) {
  using namespace asio::experimental::awaitable_operators;  // NOLINT(google-build-using-namespace)
  LetsGo lets_go(process);
  const auto first =
      co_await (pass_on_output(process, taker, most_octets) || see_to_visitor(process, body, answer, policy));
  const auto end = first.index() == 0 ? std::get<0>(first) : std::get<1>(first);
  lets_go.has_finished = end == ExchangeEnd::finished;
  co_return end;
}

}  // namespace refd::cgi
