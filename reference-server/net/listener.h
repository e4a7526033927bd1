#pragma once

#include <atomic>
#include <cstddef>
#include <functional>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include "base/log.h"
#include "net/session_group.h"

namespace refd::net {

/// One listening port: accepts, and runs one session a connection, each on a strand of its own. Above
/// `max_sessions` (all sources) or `max_sessions_per_source` a connection is given to `refuse` and closed.
/// Constructed, stopped and destroyed on the main thread; sessions run on the context's threads.
class Listener {
 public:
  using Socket = boost::asio::ip::tcp::socket;
  using Session = std::function<boost::asio::awaitable<void>(Socket)>;

  struct Limits {
    std::size_t max_sessions = 1000;
    std::size_t max_sessions_per_source = 100;
  };

  /// Binds and listens; throws std::system_error that names the endpoint when it cannot. Port 0 picks a free
  /// one. `refusal` is sent, as it is, to a connection above the limits (may be empty).
  Listener(boost::asio::io_context& context, const boost::asio::ip::tcp::endpoint& endpoint, Limits limits,
           SessionGroup& sessions, Session session, std::string refusal, Log log);
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;
  ~Listener();

  /// Where it listens, with the real port.
  boost::asio::ip::tcp::endpoint endpoint() const;

  /// Starts accepting. Once.
  void start();
  /// Stops accepting; sessions go on. Idempotent.
  void stop();

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace refd::net
