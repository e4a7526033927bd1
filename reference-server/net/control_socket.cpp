#include "net/control_socket.h"

#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <optional>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

namespace refd::net {

namespace asio = boost::asio;
using asio::local::stream_protocol;

struct ControlSocket::State {
  State(asio::io_context& io, std::filesystem::path where, SessionGroup& group, Answer answers, Log sink,
        std::chrono::milliseconds patient)
      : context(io),
        strand(asio::make_strand(io)),
        acceptor(strand),
        path(std::move(where)),
        sessions(group),
        answer(std::move(answers)),
        log(std::move(sink)),
        patience(patient) {}

  asio::io_context& context;
  asio::strand<asio::io_context::executor_type> strand;
  stream_protocol::acceptor acceptor;
  const std::filesystem::path path;
  SessionGroup& sessions;
  const Answer answer;
  Log log;
  const std::chrono::milliseconds patience;
};

namespace {

using namespace asio::experimental::awaitable_operators;
constexpr auto token = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t longest_request = 65'536;

asio::awaitable<void> read_request(stream_protocol::socket& socket, std::optional<std::string>& request) {
  std::string buffer;
  const auto [error, size] =
      co_await asio::async_read_until(socket, asio::dynamic_buffer(buffer, longest_request), '\n', token);
  if (!error) request = buffer.substr(0, size - 1);
}

// The peer has to be quick; what it asks for may take its time.
template <class State>
asio::awaitable<void> control_session(std::shared_ptr<State> state, stream_protocol::socket socket) {
  std::optional<std::string> request;
  asio::steady_timer timer(socket.get_executor(), state->patience);
  co_await (read_request(socket, request) || timer.async_wait(token));
  if (!request) co_return;
  const auto reply = state->answer(*request) + "\n";
  timer.expires_after(state->patience);
  co_await (asio::async_write(socket, asio::buffer(reply), token) || timer.async_wait(token));
}

template <class State>
asio::awaitable<void> control_accept_loop(std::shared_ptr<State> state) {
  while (state->acceptor.is_open()) {
    auto strand = asio::make_strand(state->context);
    auto [error, socket] = co_await state->acceptor.async_accept(strand, token);
    if (error == asio::error::operation_aborted) co_return;
    if (error) {
      state->log->warn("operator's socket: accept: {}", error.message());
      asio::steady_timer pause(state->strand, std::chrono::milliseconds(100));
      co_await pause.async_wait(token);
      continue;
    }
    auto session = control_session(state, std::move(socket));
    if (!state->sessions.spawn(strand, std::move(session))) co_return;
  }
}

bool somebody_answers(const std::filesystem::path& path) {
  asio::io_context context;
  stream_protocol::socket socket(context);
  boost::system::error_code error;
  socket.connect(stream_protocol::endpoint(path.string()), error);
  return !error;
}

asio::awaitable<void> ask(stream_protocol::socket& socket, const std::string& path,
                          const std::string& request, boost::system::error_code& failure,
                          std::string& reply) {
  std::tie(failure) = co_await socket.async_connect(stream_protocol::endpoint(path), token);
  if (failure) co_return;
  std::size_t size = 0;
  std::tie(failure, size) = co_await asio::async_write(socket, asio::buffer(request), token);
  if (failure) co_return;
  std::tie(failure, size) = co_await asio::async_read_until(socket, asio::dynamic_buffer(reply), '\n', token);
  if (!failure) reply.resize(size - 1);
}

}  // namespace

ControlSocket::ControlSocket(asio::io_context& context, const std::filesystem::path& path,
                             SessionGroup& sessions, Answer answer, Log log,
                             std::chrono::milliseconds patience)
    : state_(std::make_shared<State>(context, path, sessions, std::move(answer), std::move(log), patience)) {
  if (path.native().size() >= sizeof(sockaddr_un::sun_path)) {
    throw boost::system::system_error(system_error(ENAMETOOLONG), path.string());
  }
  if (somebody_answers(path)) throw boost::system::system_error(system_error(EADDRINUSE), path.string());
  ::unlink(path.c_str());
  auto& acceptor = state_->acceptor;
  acceptor.open();
  const auto former_mask = ::umask(0177);
  boost::system::error_code error;
  acceptor.bind(stream_protocol::endpoint(path.string()), error);
  ::umask(former_mask);
  if (error) throw boost::system::system_error(error, path.string());
  acceptor.listen();
}

ControlSocket::~ControlSocket() {
  ::unlink(state_->path.c_str());
  asio::post(state_->strand, [state = state_] {
    boost::system::error_code ignored;
    state->acceptor.close(ignored);
  });
}

void ControlSocket::start() {
  asio::co_spawn(state_->strand, control_accept_loop(state_), asio::detached);
}

Result<std::string> ask_control_socket(const std::filesystem::path& path, const std::string& request,
                                       std::chrono::milliseconds limit) {
  if (path.native().size() >= sizeof(sockaddr_un::sun_path)) return system_error(ENAMETOOLONG);
  asio::io_context context;
  stream_protocol::socket socket(context);
  boost::system::error_code failure = system_error(ETIMEDOUT);
  std::string reply;
  const std::string line = request + "\n";
  const std::string where = path.string();
  asio::co_spawn(context, ask(socket, where, line, failure, reply), asio::detached);
  context.run_for(limit);
  if (!context.stopped()) return system_error(ETIMEDOUT);
  if (failure) return failure;
  return reply;
}

}  // namespace refd::net
