#include "client/scripted_server.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <stdexcept>

#include "client/ftp_reply_parser.h"

namespace cts {

bool ScriptedServer::Peer::wait(short events, std::chrono::milliseconds at_most) {
  std::array<pollfd, 2> fds{pollfd{socket_.descriptor(), events, 0}, pollfd{stop_, POLLIN, 0}};
  return wait_for(fds, deadline_in(at_most)) && fds[1].revents == 0;
}

bool ScriptedServer::Peer::say(std::string_view text) {
  while (!text.empty()) {
    if (!socket_.is_open() || !wait(POLLOUT)) return false;
    const Io io = socket_.write_some(text, no_wait);
    if (io.state == Io::State::reset) return false;
    text.remove_prefix(io.octets);
  }
  return true;
}

bool ScriptedServer::Peer::fill() {
  if (!socket_.is_open() || !wait(POLLIN)) return false;
  std::array<char, 65536> octets{};
  const Io io = socket_.read_some(octets, no_wait);
  buffer_.append(octets.data(), io.octets);
  return io.state == Io::State::ok;
}

std::string ScriptedServer::Peer::hear_until(std::string_view end) {
  while (buffer_.find(end) == std::string::npos)
    if (!fill()) return std::exchange(buffer_, {});
  const std::size_t length = buffer_.find(end) + end.size();
  std::string text = buffer_.substr(0, length);
  buffer_.erase(0, length);
  return text;
}

std::string ScriptedServer::Peer::hear() {
  std::string line = hear_until("\r\n");
  if (line.ends_with("\r\n")) line.resize(line.size() - 2);
  return line;
}

std::string ScriptedServer::Peer::hear_all() {
  while (fill()) continue;
  return std::exchange(buffer_, {});
}

std::string ScriptedServer::Peer::answer(std::string_view text) {
  std::string line = hear();
  say(text);
  return line;
}

void ScriptedServer::Peer::hang() {
  hear_all();
}

void ScriptedServer::Peer::drip(std::string_view text, std::chrono::milliseconds apart) {
  for (std::size_t i = 0;; i = (i + 1) % text.size()) {
    if (!say(text.substr(i, 1))) return;
    // The wait for the client's next octet is the pause.
    std::array<pollfd, 2> fds{pollfd{socket_.descriptor(), POLLRDHUP, 0}, pollfd{stop_, POLLIN, 0}};
    if (wait_for(fds, deadline_in(apart))) return;
  }
}

void ScriptedServer::Peer::flood(std::string_view text) {
  std::string much;
  while (much.size() < 65536) much += text;
  while (say(much)) continue;
}

void ScriptedServer::Peer::reset() {
  const linger at_once{.l_onoff = 1, .l_linger = 0};
  ::setsockopt(socket_.descriptor(), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  socket_.close();
}

Socket ScriptedServer::Peer::answer_passive(std::string_view address) {
  hear();
  return offer_passive(address);
}

Socket ScriptedServer::Peer::offer_passive(std::string_view address) {
  std::string problem;
  Socket listener = Socket::listen("127.0.0.1", problem);
  const std::uint16_t port = listener.local().port();
  say("227 Entering Passive Mode (" + std::string(address) + "," + std::to_string(port >> 8) + "," +
      std::to_string(port & 255) + ").\r\n");
  return listener;
}

ScriptedServer::Peer ScriptedServer::Peer::accept(Socket& listener) {
  return {listener.accept(deadline_in(std::chrono::seconds(5))), stop_};
}

ScriptedServer::Peer ScriptedServer::Peer::connect_back(std::string_view line, const std::string& source) {
  const auto where = parse_pasv(line);
  if (!where) throw std::invalid_argument("no address in " + std::string(line));
  std::string problem;
  return {Socket::connect(*Endpoint::numeric(where->address, where->port), source,
                          deadline_in(std::chrono::seconds(5)), problem),
          stop_};
}

ScriptedServer::ScriptedServer(Script script) : script_(std::move(script)), stop_(::eventfd(0, EFD_CLOEXEC)) {
  std::string problem;
  listener_ = Socket::listen("127.0.0.1", problem);
  if (!listener_.is_open() || stop_ < 0) throw std::runtime_error(problem);
  acceptor_ = std::thread([this] { serve(); });
}

ScriptedServer::~ScriptedServer() {
  ::eventfd_write(stop_, 1);
  acceptor_.join();
  for (std::thread& conversation : conversations_) conversation.join();
  ::close(stop_);
}

void ScriptedServer::serve() {
  while (true) {
    std::array<pollfd, 2> fds{pollfd{listener_.descriptor(), POLLIN, 0}, pollfd{stop_, POLLIN, 0}};
    if (!wait_for(fds, deadline_in(std::chrono::minutes(1))) || fds[1].revents != 0) return;
    Socket socket = listener_.accept(deadline_in(std::chrono::seconds(1)));
    if (!socket.is_open()) continue;
    conversations_.emplace_back([this, peer = Peer(std::move(socket), stop_)]() mutable { script_(peer); });
  }
}

std::uint16_t closed_port() {
  std::string problem;
  return Socket::listen("127.0.0.1", problem).local().port();
}

}  // namespace cts
