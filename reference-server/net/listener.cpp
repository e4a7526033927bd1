#include "net/listener.h"

#include <fcntl.h>

#include <map>
#include <mutex>
#include <sstream>
#include <system_error>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

namespace refd::net {

namespace asio = boost::asio;
using asio::ip::tcp;

// Held by shared_ptr: sessions count themselves out here after the listener itself may be gone.
struct Listener::State {
  State(asio::io_context& io, Limits given_limits, SessionGroup& group, Session run, std::string refuse,
        Log sink)
      : context(io),
        strand(asio::make_strand(io)),
        acceptor(strand),
        limits(given_limits),
        sessions(group),
        session(std::move(run)),
        refusal(std::move(refuse)),
        log(std::move(sink)) {}

  bool admit(const asio::ip::address& source) {
    const std::lock_guard lock(mutex);
    auto& from_source = by_source[source];
    if (total >= limits.max_sessions || from_source >= limits.max_sessions_per_source) {
      if (from_source == 0) by_source.erase(source);
      return false;
    }
    ++total;
    ++from_source;
    return true;
  }

  void leave(const asio::ip::address& source) {
    const std::lock_guard lock(mutex);
    --total;
    const auto found = by_source.find(source);
    if (--found->second == 0) by_source.erase(found);
  }

  asio::io_context& context;
  asio::strand<asio::io_context::executor_type> strand;
  tcp::acceptor acceptor;
  const Limits limits;
  SessionGroup& sessions;
  const Session session;
  const std::string refusal;
  Log log;
  std::mutex mutex;
  std::size_t total = 0;
  std::map<asio::ip::address, std::size_t> by_source;
};

namespace {

constexpr auto pause_after_failed_accept = std::chrono::milliseconds(100);

// Counts one session out when the coroutine that holds it ends, however it ends.
template <class State>
class Admission {
 public:
  Admission(std::shared_ptr<State> state, asio::ip::address source)
      : state_(std::move(state)), source_(std::move(source)) {}
  Admission(const Admission&) = delete;
  Admission& operator=(const Admission&) = delete;
  ~Admission() { state_->leave(source_); }

 private:
  std::shared_ptr<State> state_;
  asio::ip::address source_;
};

template <class State>
asio::awaitable<void> run_session(std::shared_ptr<State> state, tcp::socket socket,
                                  asio::ip::address source) {
  const Admission<State> admission(state, source);
  // NOLINTNEXTLINE(bugprone-use-after-move): the coroutine's copy of its parameter has the parameter's name
  co_await state->session(std::move(socket));
}

// Asio opens its sockets without saying that programs which are started get no copy.
void keep_from_programs(int descriptor) {
  ::fcntl(descriptor, F_SETFD, FD_CLOEXEC);
}

template <class State>
asio::awaitable<void> accept_loop(std::shared_ptr<State> state) {
  while (state->acceptor.is_open()) {
    // Every session gets a strand: the context runs on several threads.
    auto strand = asio::make_strand(state->context);
    auto [error, socket] = co_await state->acceptor.async_accept(strand, asio::as_tuple(asio::use_awaitable));
    if (error == asio::error::operation_aborted) co_return;
    if (error) {
      // Out of descriptors, most likely: wait for sessions to end rather than spin.
      state->log->warn("accept: {}", error.message());
      asio::steady_timer pause(state->strand, pause_after_failed_accept);
      co_await pause.async_wait(asio::as_tuple(asio::use_awaitable));
      continue;
    }
    keep_from_programs(socket.native_handle());
    boost::system::error_code ignored;
    const auto source = socket.remote_endpoint(ignored).address();
    if (ignored) continue;  // the peer left before we looked
    socket.set_option(tcp::no_delay(true), ignored);
    if (!state->admit(source)) {
      socket.non_blocking(true, ignored);
      if (!state->refusal.empty()) socket.write_some(asio::buffer(state->refusal), ignored);
      socket.shutdown(tcp::socket::shutdown_both, ignored);
      continue;
    }
    auto session = run_session(state, std::move(socket), source);
    if (!state->sessions.spawn(strand, std::move(session))) co_return;
  }
}

}  // namespace

Listener::Listener(asio::io_context& context, const tcp::endpoint& endpoint, Limits limits,
                   SessionGroup& sessions, Session session, std::string refusal, Log log)
    : state_(std::make_shared<State>(context, limits, sessions, std::move(session), std::move(refusal),
                                     std::move(log))) {
  auto& acceptor = state_->acceptor;
  boost::system::error_code error;
  acceptor.open(endpoint.protocol(), error);
  if (!error) keep_from_programs(acceptor.native_handle());
  if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
  if (!error) acceptor.bind(endpoint, error);
  if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
  if (error) {
    std::ostringstream where;
    where << "cannot listen at " << endpoint;
    throw std::system_error(error, where.str());
  }
}

Listener::~Listener() {
  stop();
}

tcp::endpoint Listener::endpoint() const {
  return state_->acceptor.local_endpoint();
}

void Listener::start() {
  asio::co_spawn(state_->strand, accept_loop(state_), asio::detached);
}

void Listener::stop() {
  asio::post(state_->strand, [state = state_] {
    boost::system::error_code ignored;
    state->acceptor.close(ignored);
  });
}

}  // namespace refd::net
