#pragma once

#include <sys/socket.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

struct pollfd;

namespace cts {

using Deadline = std::chrono::steady_clock::time_point;

/// Has passed: what is not there at once is not waited for.
inline constexpr Deadline no_wait{};
/// The moment so long from now.
Deadline deadline_in(std::chrono::milliseconds wait);
/// "10 s", "1.5 s", "200 ms".
std::string text_of(std::chrono::milliseconds duration);

/// An IP address and a port. A value.
class Endpoint {
 public:
  Endpoint() = default;
  Endpoint(const sockaddr* address, socklen_t length);
  /// Of a numeric address (IPv4 or IPv6); nullopt when it is none.
  static std::optional<Endpoint> numeric(const std::string& address, std::uint16_t port);

  std::string address() const;
  std::uint16_t port() const noexcept;
  bool is_ipv6() const noexcept { return storage_.ss_family == AF_INET6; }
  /// "127.0.0.1:21", "[::1]:21".
  std::string text() const;

  const sockaddr* data() const noexcept;
  socklen_t size() const noexcept { return length_; }

 private:
  sockaddr_storage storage_{};
  socklen_t length_ = 0;
};

/// How one read or write went.
struct Io {
  enum class State {
    ok,         ///< `octets` were moved, at least one
    closed,     ///< the other side has said that it sends no more
    reset,      ///< the connection was cut
    timed_out,  ///< the deadline passed
  };
  State state = State::ok;
  std::size_t octets = 0;
};

/// A TCP socket whose every operation has a deadline. What the other side does is reported, never thrown.
/// Owns its descriptor; movable; one thread.
class Socket {
 public:
  Socket() = default;
  explicit Socket(int descriptor) noexcept : fd_(descriptor) {}
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;
  Socket(Socket&& other) noexcept;
  Socket& operator=(Socket&& other) noexcept;
  ~Socket() { close(); }

  /// Connects, coming from `bind_address` unless that is empty. When it fails the socket is closed, and
  /// `problem` says why: "connection refused", "no connection within 5 s", …
  static Socket connect(const Endpoint& to, const std::string& bind_address, Deadline deadline,
                        std::string& problem);
  /// Listens on a free port of `address`.
  static Socket listen(const std::string& address, std::string& problem);
  /// Listens on `port` of it, also when connections that ended a moment ago still linger there.
  static Socket listen(const std::string& address, std::uint16_t port, std::string& problem);

  bool is_open() const noexcept { return fd_ >= 0; }
  int descriptor() const noexcept { return fd_; }
  void close() noexcept;

  /// The next connection; a closed socket when none came in time.
  Socket accept(Deadline deadline);
  Io read_some(std::span<char> buffer, Deadline deadline);
  Io write_some(std::string_view bytes, Deadline deadline);
  /// Everything, or what kept it from being so; `octets` is what was taken before.
  Io write_all(std::string_view bytes, Deadline deadline);
  /// Exactly so many octets.
  Io read_exactly(std::span<char> buffer, Deadline deadline);
  /// Tells the other side that nothing more will be sent.
  void finish_sending() noexcept;

  Endpoint local() const;
  Endpoint peer() const;

 private:
  int fd_ = -1;
};

/// For a socket that will connect. Its port is chosen when it does: chosen while binding, one that waits in
/// TIME_WAIT for any other target counts as taken, and a few thousand connections use all of them up. And
/// once it waits itself, it keeps no target on this machine from listening on its port.
void spare_ports(int descriptor);

/// Waits until one of `descriptors` is ready, or the deadline. False: the deadline passed.
bool wait_for(std::span<pollfd> descriptors, Deadline deadline);

/// The addresses that `host` (a name or an address) stands for; empty with a problem when there is none in
/// time.
std::vector<Endpoint> resolve(const std::string& host, std::uint16_t port, Deadline deadline,
                              std::string& problem);

}  // namespace cts
