#include "selftest/hostile_server.h"

#include <array>
#include <cerrno>
#include <stdexcept>
#include <system_error>
#include <utility>

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

namespace cts::selftest {
namespace {

int listen_on_loopback(std::uint16_t& port) {
  const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  if (descriptor < 0 || ::bind(descriptor, generic, size) != 0 || ::listen(descriptor, 64) != 0 ||
      ::getsockname(descriptor, generic, &size) != 0)
    throw std::system_error(errno, std::generic_category(), "listen");
  port = ntohs(address.sin_port);
  return descriptor;
}

}  // namespace

bool HostileConnection::send(std::string_view bytes) const {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

bool HostileConnection::read_line(std::string& line) {
  for (;;) {
    if (const std::size_t end = buffer_.find('\n'); end != std::string::npos) {
      line = buffer_.substr(0, end);
      buffer_.erase(0, end + 1);
      if (line.ends_with('\r')) line.pop_back();
      return true;
    }
    std::array<char, 4096> chunk;
    const ssize_t size = ::recv(descriptor_, chunk.data(), chunk.size(), 0);
    if (size <= 0 || buffer_.size() > 65'536) return false;
    buffer_.append(chunk.data(), static_cast<std::size_t>(size));
  }
}

bool HostileConnection::read_through(std::string_view end, std::string& octets, std::size_t most) {
  for (;;) {
    const std::size_t searched = octets.size() < end.size() ? 0 : octets.size() - end.size();
    octets += std::exchange(buffer_, {});
    if (const std::size_t at = octets.find(end, searched); at != std::string::npos) {
      buffer_ = octets.substr(at + end.size());
      octets.resize(at + end.size());
      return octets.size() <= most;
    }
    if (octets.size() > most) return false;
    std::array<char, 65'536> chunk;
    const ssize_t size = ::recv(descriptor_, chunk.data(), chunk.size(), 0);
    if (size <= 0) return false;
    buffer_.assign(chunk.data(), static_cast<std::size_t>(size));
  }
}

void HostileConnection::drain(std::size_t most) const {
  std::array<char, 65'536> chunk;
  for (std::size_t total = 0; total < most;) {
    const ssize_t size = ::recv(descriptor_, chunk.data(), chunk.size(), 0);
    if (size <= 0) return;
    total += static_cast<std::size_t>(size);
  }
}

HostileServer::HostileServer(Session session)
    : session_(std::move(session)), listener_(listen_on_loopback(port_)) {
  acceptor_ = std::thread([this] { accept_all(); });
}

HostileServer::~HostileServer() {
  ending_ = true;
  ::shutdown(listener_, SHUT_RDWR);
  acceptor_.join();
  ::close(listener_);
  {
    const std::scoped_lock lock(mutex_);
    for (const Peer& peer : peers_) ::shutdown(peer.descriptor, SHUT_RDWR);
  }
  for (Peer& peer : peers_) {
    peer.thread.join();
    ::close(peer.descriptor);
  }
}

void HostileServer::accept_all() {
  for (;;) {
    const int descriptor = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (ending_) {
      if (descriptor >= 0) ::close(descriptor);
      return;
    }
    if (descriptor < 0) continue;
    ++connections_;
    const std::scoped_lock lock(mutex_);
    Peer& peer = peers_.emplace_back();
    peer.descriptor = descriptor;
    peer.thread = std::thread([this, descriptor] {
      HostileConnection connection(descriptor);
      session_(connection);
      // The descriptor stays until the server ends, so that its number is nobody else's; the peer sees the
      // end now.
      ::shutdown(descriptor, SHUT_RDWR);
    });
  }
}

std::uint16_t closed_port() {
  std::uint16_t port = 0;
  ::close(listen_on_loopback(port));
  return port;
}

}  // namespace cts::selftest
