#include "client/socket.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <future>
#include <memory>
#include <system_error>
#include <thread>
#include <utility>

namespace cts {
namespace {

using std::chrono::milliseconds;

std::string reason(int error) {
  switch (error) {
    case ECONNREFUSED:
      return "connection refused";
    case EHOSTUNREACH:
      return "host unreachable";
    case ENETUNREACH:
      return "network unreachable";
    case ECONNRESET:
      return "connection reset";
    case EADDRNOTAVAIL:
      return "the local address is not this machine's";
    case ETIMEDOUT:
      return "no connection: the system gave up";
    default:
      return std::generic_category().message(error);
  }
}

milliseconds left_until(Deadline deadline) {
  const auto left = std::chrono::ceil<milliseconds>(deadline - std::chrono::steady_clock::now());
  return std::clamp(left, milliseconds(0), milliseconds(std::chrono::hours(1)));
}

// No waiting for the acknowledgement of what was sent before.
void send_at_once(int fd) {
  const int on = 1;
  ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

bool wait_one(int descriptor, short events, Deadline deadline) {
  pollfd one{.fd = descriptor, .events = events, .revents = 0};
  return wait_for({&one, 1}, deadline);
}

int new_socket(const Endpoint& like) {
  const int fd = ::socket(like.is_ipv6() ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  // No descriptors left is a fault of this machine, not of the target.
  if (fd < 0) throw std::system_error(errno, std::generic_category(), "socket");
  return fd;
}

Endpoint endpoint_from(int fd, int (*ask)(int, sockaddr*, socklen_t*)) {
  sockaddr_storage storage{};
  socklen_t length = sizeof storage;
  auto* const address = reinterpret_cast<sockaddr*>(&storage);
  if (fd < 0 || ask(fd, address, &length) != 0) return {};
  return {address, length};
}

bool bind_to(int fd, const std::string& address, const Endpoint& like, std::string& problem) {
  const auto local = Endpoint::numeric(address, 0);
  if (!local || local->is_ipv6() != like.is_ipv6()) {
    problem = "cannot come from " + address + " to " + like.address();
    return false;
  }
  if (::bind(fd, local->data(), local->size()) == 0) return true;
  problem = "cannot come from " + address + ": " + reason(errno);
  return false;
}

bool listens_at(int fd, const Endpoint& local, bool shares_with_ended) {
  const int on = shares_with_ended ? 1 : 0;
  ::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  return ::bind(fd, local.data(), local.size()) == 0 && ::listen(fd, 64) == 0;
}

struct Resolution {
  std::vector<Endpoint> endpoints;
  std::string problem;
};

Resolution ask_resolver(const std::string& host, std::uint16_t port) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* list = nullptr;
  const int error = ::getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &list);
  if (error != 0) return {{}, "the name " + host + " cannot be resolved: " + ::gai_strerror(error)};
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> owner(list, &::freeaddrinfo);
  Resolution found;
  for (const addrinfo* one = list; one != nullptr; one = one->ai_next)
    found.endpoints.emplace_back(one->ai_addr, one->ai_addrlen);
  return found;
}

}  // namespace

Deadline deadline_in(milliseconds wait) {
  return std::chrono::steady_clock::now() + wait;
}

std::string text_of(milliseconds duration) {
  if (duration < std::chrono::seconds(1)) return std::to_string(duration.count()) + " ms";
  const auto tenths = duration.count() / 100;
  std::string text = std::to_string(tenths / 10);
  if (tenths % 10 != 0) text += "." + std::to_string(tenths % 10);
  return text + " s";
}

Endpoint::Endpoint(const sockaddr* address, socklen_t length)
    : length_(std::min<socklen_t>(length, sizeof storage_)) {
  std::memcpy(&storage_, address, length_);
}

std::optional<Endpoint> Endpoint::numeric(const std::string& address, std::uint16_t port) {
  sockaddr_in v4{};
  if (::inet_pton(AF_INET, address.c_str(), &v4.sin_addr) == 1) {
    v4.sin_family = AF_INET;
    v4.sin_port = htons(port);
    return Endpoint(reinterpret_cast<const sockaddr*>(&v4), sizeof v4);
  }
  sockaddr_in6 v6{};
  if (::inet_pton(AF_INET6, address.c_str(), &v6.sin6_addr) == 1) {
    v6.sin6_family = AF_INET6;
    v6.sin6_port = htons(port);
    return Endpoint(reinterpret_cast<const sockaddr*>(&v6), sizeof v6);
  }
  return std::nullopt;
}

const sockaddr* Endpoint::data() const noexcept {
  return reinterpret_cast<const sockaddr*>(&storage_);
}

std::string Endpoint::address() const {
  std::array<char, INET6_ADDRSTRLEN> text{};
  const void* octets = nullptr;
  if (storage_.ss_family == AF_INET) octets = &reinterpret_cast<const sockaddr_in*>(&storage_)->sin_addr;
  if (storage_.ss_family == AF_INET6) octets = &reinterpret_cast<const sockaddr_in6*>(&storage_)->sin6_addr;
  if (octets == nullptr || ::inet_ntop(storage_.ss_family, octets, text.data(), text.size()) == nullptr)
    return {};
  return text.data();
}

std::uint16_t Endpoint::port() const noexcept {
  if (storage_.ss_family == AF_INET) return ntohs(reinterpret_cast<const sockaddr_in*>(&storage_)->sin_port);
  if (storage_.ss_family == AF_INET6)
    return ntohs(reinterpret_cast<const sockaddr_in6*>(&storage_)->sin6_port);
  return 0;
}

std::string Endpoint::text() const {
  return (is_ipv6() ? "[" + address() + "]" : address()) + ":" + std::to_string(port());
}

Socket::Socket(Socket&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

Socket& Socket::operator=(Socket&& other) noexcept {
  if (this != &other) {
    close();
    fd_ = std::exchange(other.fd_, -1);
  }
  return *this;
}

void Socket::close() noexcept {
  if (fd_ >= 0) ::close(std::exchange(fd_, -1));
}

Socket Socket::connect(const Endpoint& to, const std::string& bind_address, Deadline deadline,
                       std::string& problem) {
  Socket socket(new_socket(to));
  spare_ports(socket.fd_);
  if (!bind_address.empty() && !bind_to(socket.fd_, bind_address, to, problem)) return Socket();
  send_at_once(socket.fd_);
  const milliseconds wait = left_until(deadline);
  int error = ::connect(socket.fd_, to.data(), to.size()) == 0 ? 0 : errno;
  if (error == EINPROGRESS || error == EINTR) {
    if (!wait_one(socket.fd_, POLLOUT, deadline)) {
      problem = "no connection within " + text_of(wait);
      return Socket();
    }
    socklen_t length = sizeof error;
    ::getsockopt(socket.fd_, SOL_SOCKET, SO_ERROR, &error, &length);
  }
  // Reset is who was connected: what does not take connections refuses them.
  if (error == 0 || error == ECONNRESET) return socket;
  problem = reason(error);
  return Socket();
}

Socket Socket::listen(const std::string& address, std::string& problem) {
  return listen(address, 0, problem);
}

Socket Socket::listen(const std::string& address, std::uint16_t port, std::string& problem) {
  const auto local = Endpoint::numeric(address, port);
  if (!local) {
    problem = "cannot listen on " + address + ": not an address";
    return Socket();
  }
  // A port of one's own if there is one. After many connections in a minute none may be left whose last one
  // has been forgotten: then one that only ended connections still hold. Another process may take it between
  // bind and listen, so more than once.
  constexpr int tries = 5;
  int error = EADDRINUSE;
  for (int number = 0; number < tries; ++number) {
    Socket socket(new_socket(*local));
    if (listens_at(socket.fd_, *local, port != 0 || number > 0)) return socket;
    error = errno;
    if (error != EADDRINUSE) break;
  }
  problem = "cannot listen on " + (port == 0 ? address : local->text()) + ": " + reason(error);
  return Socket();
}

Socket Socket::accept(Deadline deadline) {
  while (wait_one(fd_, POLLIN, deadline)) {
    const int fd = ::accept4(fd_, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd >= 0) {
      send_at_once(fd);
      return Socket(fd);
    }
    if (errno != EAGAIN && errno != EINTR && errno != ECONNABORTED) break;
  }
  return Socket();
}

Io Socket::read_some(std::span<char> buffer, Deadline deadline) {
  while (true) {
    const ssize_t count = ::recv(fd_, buffer.data(), buffer.size(), 0);
    if (count > 0) return {Io::State::ok, static_cast<std::size_t>(count)};
    if (count == 0) return {Io::State::closed, 0};
    if (errno == EINTR) continue;
    if (errno != EAGAIN && errno != EWOULDBLOCK) return {Io::State::reset, 0};
    if (!wait_one(fd_, POLLIN, deadline)) return {Io::State::timed_out, 0};
  }
}

Io Socket::write_some(std::string_view bytes, Deadline deadline) {
  while (true) {
    const ssize_t count = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count >= 0) return {Io::State::ok, static_cast<std::size_t>(count)};
    if (errno == EINTR) continue;
    if (errno != EAGAIN && errno != EWOULDBLOCK) return {Io::State::reset, 0};
    if (!wait_one(fd_, POLLOUT, deadline)) return {Io::State::timed_out, 0};
  }
}

Io Socket::write_all(std::string_view bytes, Deadline deadline) {
  std::size_t done = 0;
  while (done < bytes.size()) {
    const Io io = write_some(bytes.substr(done), deadline);
    if (io.state != Io::State::ok) return {io.state, done};
    done += io.octets;
  }
  return {Io::State::ok, done};
}

Io Socket::read_exactly(std::span<char> buffer, Deadline deadline) {
  std::size_t done = 0;
  while (done < buffer.size()) {
    const Io io = read_some(buffer.subspan(done), deadline);
    if (io.state != Io::State::ok) return {io.state, done};
    done += io.octets;
  }
  return {Io::State::ok, done};
}

void Socket::finish_sending() noexcept {
  if (fd_ >= 0) ::shutdown(fd_, SHUT_WR);
}

Endpoint Socket::local() const {
  return endpoint_from(fd_, &::getsockname);
}
Endpoint Socket::peer() const {
  return endpoint_from(fd_, &::getpeername);
}

void spare_ports(int descriptor) {
  const int on = 1;
  (void)::setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  (void)::setsockopt(descriptor, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
}

bool wait_for(std::span<pollfd> descriptors, Deadline deadline) {
  while (true) {
    const auto left = left_until(deadline);
    const int ready = ::poll(descriptors.data(), descriptors.size(), static_cast<int>(left.count()));
    if (ready > 0) return true;
    if (ready == 0) {
      if (std::chrono::steady_clock::now() >= deadline) return false;
      continue;
    }
    if (errno != EINTR) throw std::system_error(errno, std::generic_category(), "poll");
  }
}

std::vector<Endpoint> resolve(const std::string& host, std::uint16_t port, Deadline deadline,
                              std::string& problem) {
  if (const auto numeric = Endpoint::numeric(host, port)) return {*numeric};
  // getaddrinfo knows no deadline: it is asked in a thread that may outlive the wait, and owns all that it
  // uses.
  auto answer = std::make_shared<std::promise<Resolution>>();
  std::future<Resolution> future = answer->get_future();
  std::thread([answer, host, port] { answer->set_value(ask_resolver(host, port)); }).detach();
  if (future.wait_until(deadline) != std::future_status::ready) {
    problem = "the name " + host + " was not resolved in time";
    return {};
  }
  Resolution found = future.get();
  problem = found.problem;
  return std::move(found.endpoints);
}

}  // namespace cts
