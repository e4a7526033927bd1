#pragma once

#include <boost/asio/awaitable.hpp>

#include "net/blocking_pool.h"
#include "net/line_stream.h"
#include "net/listener.h"
#include "net/tls_context.h"
#include "pop3/pop_session.h"

namespace refd {

/// POP3 for one contract's accounts. serve() and serve_tls() are a session from greeting to end, to be given
/// to net::Listener; they run on the socket's strand. Outlives its sessions; thread-safe.
class PopService {
 public:
  /// `pool` hashes passwords and waits for the disk; outlives the service, as `surroundings`' parts do.
  PopService(PopSurroundings surroundings, net::BlockingPool& pool);
  PopService(const PopService&) = delete;
  PopService& operator=(const PopService&) = delete;
  ~PopService() = default;

  /// HOST-3, POP-1: plain, as on port 110.
  boost::asio::awaitable<void> serve(net::Listener::Socket socket);
  /// POP-4: TLS from the first octet on, as on port 995. `tls` outlives the session.
  boost::asio::awaitable<void> serve_tls(net::Listener::Socket socket, const net::TlsContext& tls);

  /// What a connection above the limits is told.
  static constexpr const char* refusal = "-ERR [SYS/TEMP] Too many connections, try again later.\r\n";

 private:
  boost::asio::awaitable<void> converse(net::LineStream& stream, PopSession::Client client);

  const PopSurroundings surroundings_;
  net::BlockingPool& pool_;
};

}  // namespace refd
