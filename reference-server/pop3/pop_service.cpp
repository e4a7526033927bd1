#include "pop3/pop_service.h"

#include <netinet/tcp.h>

#include "net/tcp_line_stream.h"
#include "net/tls_line_stream.h"
#include "pop3/session_pump.h"

namespace refd {

namespace asio = boost::asio;

namespace {

// POP-3: a client that vanished without a word holds its mailbox no longer than two minutes.
void watch_for_vanishing(net::Listener::Socket& socket) {
  struct Option {
    int name;
    int value;
  };
  boost::system::error_code ignored;
  socket.set_option(asio::socket_base::keep_alive(true), ignored);
  for (const Option option : {Option{TCP_KEEPIDLE, 60}, Option{TCP_KEEPINTVL, 20}, Option{TCP_KEEPCNT, 3}})
    ::setsockopt(socket.native_handle(), IPPROTO_TCP, option.name, &option.value, sizeof option.value);
}

// Empty when the peer left before we looked.
std::string address_of(const net::Listener::Socket& socket) {
  boost::system::error_code gone;
  const auto client = socket.remote_endpoint(gone);
  return gone ? std::string() : client.address().to_string();
}

}  // namespace

PopService::PopService(PopSurroundings surroundings, net::BlockingPool& pool)
    : surroundings_(std::move(surroundings)), pool_(pool) {}

asio::awaitable<void> PopService::serve(net::Listener::Socket socket) {
  auto address = address_of(socket);
  if (address.empty()) co_return;
  watch_for_vanishing(socket);
  net::TcpLineStream stream(std::move(socket));
  PopSession::Client client{.address = std::move(address), .over_tls = false};
  co_await converse(stream, std::move(client));
}

asio::awaitable<void> PopService::serve_tls(net::Listener::Socket socket, const net::TlsContext& tls) {
  auto address = address_of(socket);
  if (address.empty()) co_return;
  watch_for_vanishing(socket);
  co_await asio::this_coro::throw_if_cancelled(false);
  net::TlsLineStream stream(std::move(socket), tls);
  const auto deadline = std::chrono::steady_clock::now() + surroundings_.limits.handshake;
  if (const auto secured = co_await stream.handshake(deadline); !secured) {
    surroundings_.log->info("pop3: no TLS with {}: {}", address, secured.error().message());
    co_return;
  }
  PopSession::Client client{.address = std::move(address), .over_tls = true};
  co_await converse(stream, std::move(client));
}

asio::awaitable<void> PopService::converse(net::LineStream& stream, PopSession::Client client) {
  PopSession session(surroundings_, std::move(client));
  PopPump pump(stream, session, pool_, surroundings_.limits);
  co_await pump.run();
}

}  // namespace refd
