#include "smtp/smtp_service.h"

#include <boost/asio/this_coro.hpp>

#include "net/tcp_line_stream.h"
#include "net/tls_line_stream.h"
#include "smtp/session_pump.h"

namespace refd::smtp {

namespace asio = boost::asio;

SmtpService::SmtpService(Surroundings surroundings, net::BlockingPool& pool, const net::TlsContext* tls)
    : surroundings_(std::move(surroundings)), pool_(pool), tls_(tls) {}

asio::awaitable<void> SmtpService::serve(net::Listener::Socket socket, Door door) {
  co_await asio::this_coro::throw_if_cancelled(false);
  boost::system::error_code gone;
  const auto client = socket.remote_endpoint(gone).address();
  if (gone) co_return;
  const auto address = client.to_string();
  Session session(surroundings_, {.door = door, .client = address, .tls_offered = tls_ != nullptr});
  SessionPump pump(session, pool_, surroundings_.limits);
  net::TcpLineStream plain(std::move(socket));
  if (co_await pump.run(plain) != SessionPump::End::wants_tls) co_return;

  // What the client sent in the clear behind STARTTLS is thrown away: it may be somebody else's.
  net::TlsLineStream secret(plain.release(), *tls_);
  const auto deadline = std::chrono::steady_clock::now() + surroundings_.limits.handshake;
  if (const auto secured = co_await secret.handshake(deadline); !secured) {
    surroundings_.log->info("smtp: no TLS with {}: {}", address, secured.error().message());
    co_return;
  }
  session.on_tls();
  (void)co_await pump.run(secret);
}

}  // namespace refd::smtp
