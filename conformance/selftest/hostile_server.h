#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <list>
#include <mutex>
#include <string>
#include <thread>

namespace cts::selftest {

/// One connection of a hostile server, with blocking calls. Every call ends when the server is destroyed.
class HostileConnection {
 public:
  explicit HostileConnection(int descriptor) noexcept : descriptor_(descriptor) {}

  /// False when the other side is gone.
  bool send(std::string_view bytes) const;
  /// One line without its end; false at the end of the connection or of the line's limit (64 KiB).
  bool read_line(std::string& line);
  /// Reads until `end` has come; appends it and what was before. False when the other side is gone, or when
  /// `octets` are more than so many before.
  bool read_through(std::string_view end, std::string& octets, std::size_t most);
  /// Reads until the other side closes, at most so many octets.
  void drain(std::size_t most = 1u << 30) const;
  int descriptor() const noexcept { return descriptor_; }

 private:
  int descriptor_;
  std::string buffer_;
};

/// Accepts connections on a free port of 127.0.0.1 and hands each to `session` on a thread of its own.
/// Destroying it cuts every connection and waits for the threads.
class HostileServer {
 public:
  using Session = std::function<void(HostileConnection& connection)>;
  explicit HostileServer(Session session);
  HostileServer(const HostileServer&) = delete;
  HostileServer& operator=(const HostileServer&) = delete;
  ~HostileServer();

  std::uint16_t port() const noexcept { return port_; }
  /// How many connections it has taken.
  unsigned connections() const noexcept { return connections_; }

 private:
  struct Peer {
    int descriptor = -1;
    std::thread thread;
  };
  void accept_all();

  Session session_;
  std::uint16_t port_ = 0;
  int listener_ = -1;
  std::atomic<unsigned> connections_ = 0;
  std::atomic<bool> ending_ = false;
  std::mutex mutex_;
  std::list<Peer> peers_;
  std::thread acceptor_;
};

/// A port of 127.0.0.1 at which nobody listens.
std::uint16_t closed_port();

}  // namespace cts::selftest
