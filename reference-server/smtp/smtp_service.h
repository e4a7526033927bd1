#pragma once

#include <boost/asio/awaitable.hpp>

#include "net/blocking_pool.h"
#include "net/listener.h"
#include "net/tls_context.h"
#include "smtp/smtp_session.h"

namespace refd::smtp {

/// SMTP for one site, on both its ports. serve() is a session from greeting to end, to be given to
/// net::Listener; it runs on the socket's strand, and ends with 421 when it is cancelled. Outlives its
/// sessions; thread-safe.
class SmtpService {
 public:
  /// `tls` is null where STARTTLS is not offered. `pool` and `tls` outlive the service.
  SmtpService(Surroundings surroundings, net::BlockingPool& pool, const net::TlsContext* tls);
  SmtpService(const SmtpService&) = delete;
  SmtpService& operator=(const SmtpService&) = delete;
  ~SmtpService() = default;

  /// What a connection above the limits is told.
  static constexpr auto refusal = "421 4.7.0 Too many connections, try again later\r\n";

  boost::asio::awaitable<void> serve(net::Listener::Socket socket, Door door);

 private:
  const Surroundings surroundings_;
  net::BlockingPool& pool_;
  const net::TlsContext* const tls_;
};

}  // namespace refd::smtp
