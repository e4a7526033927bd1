#include "client/dialer.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <array>
#include <charconv>

namespace cts {
namespace {

constexpr std::size_t proxy_answer_limit = 16u << 10;

std::string read_problem(const Io& io) {
  return io.state == Io::State::timed_out ? "the proxy did not answer in time"
                                          : "the proxy closed the connection";
}

std::string_view socks5_error(unsigned char code) {
  constexpr std::array<std::string_view, 9> texts{"",
                                                  "general failure",
                                                  "not allowed by its rules",
                                                  "network unreachable",
                                                  "host unreachable",
                                                  "connection refused",
                                                  "time to live expired",
                                                  "command not supported",
                                                  "address type not supported"};
  return code < texts.size() ? texts[code] : "unknown error";
}

// RFC 1928 §6: the answer ends in an address whose length depends on its type.
std::string read_socks5_answer(Socket& socket, Deadline deadline) {
  std::array<char, 4> head{};
  if (const Io io = socket.read_exactly(head, deadline); io.state != Io::State::ok) return read_problem(io);
  if (head[0] != 5) return "the proxy does not speak SOCKS5";
  if (head[1] != 0)
    return "through the proxy: " + std::string(socks5_error(static_cast<unsigned char>(head[1])));
  std::size_t rest = 4 + 2;
  if (head[3] == 4) rest = 16 + 2;
  if (head[3] == 3) {
    std::array<char, 1> length{};
    if (const Io io = socket.read_exactly(length, deadline); io.state != Io::State::ok)
      return read_problem(io);
    rest = static_cast<unsigned char>(length[0]) + 2u;
  }
  std::string address(rest, '\0');
  if (const Io io = socket.read_exactly(address, deadline); io.state != Io::State::ok)
    return read_problem(io);
  return {};
}

std::string pass_socks5(Socket& socket, const std::string& host, std::uint16_t port, Deadline deadline) {
  using namespace std::string_view_literals;
  std::array<char, 2> method{};
  Io io = socket.write_all("\x05\x01\x00"sv, deadline);
  if (io.state == Io::State::ok) io = socket.read_exactly(method, deadline);
  if (io.state != Io::State::ok) return read_problem(io);
  if (method[0] != 5) return "the proxy does not speak SOCKS5";
  if (method[1] != 0) return "the proxy wants a login";
  io = socket.write_all(socks5_request(host, port), deadline);
  if (io.state != Io::State::ok) return read_problem(io);
  return read_socks5_answer(socket, deadline);
}

// Octet by octet, so that what the target says behind the answer stays in the socket.
std::string read_http_answer(Socket& socket, Deadline deadline, std::string& head) {
  while (!head.ends_with("\r\n\r\n")) {
    if (head.size() >= proxy_answer_limit) return "the proxy's answer is too long";
    std::array<char, 1> octet{};
    if (const Io io = socket.read_exactly(octet, deadline); io.state != Io::State::ok)
      return read_problem(io);
    head += octet[0];
  }
  return {};
}

std::string pass_http_connect(Socket& socket, const std::string& host, std::uint16_t port,
                              Deadline deadline) {
  const bool ipv6 = host.find(':') != std::string::npos;
  const std::string where = (ipv6 ? "[" + host + "]" : host) + ":" + std::to_string(port);
  const Io io = socket.write_all("CONNECT " + where + " HTTP/1.1\r\nHost: " + where + "\r\n\r\n", deadline);
  if (io.state != Io::State::ok) return read_problem(io);
  std::string head;
  if (std::string problem = read_http_answer(socket, deadline, head); !problem.empty()) return problem;
  const std::string line = head.substr(0, head.find("\r\n"));
  const bool open = line.starts_with("HTTP/1.") && line.size() > 9 && line[8] == ' ' && line[9] == '2';
  return open ? std::string() : "the proxy said: " + line.substr(0, 200);
}

Connection connect_directly(const std::string& host, std::uint16_t port, const std::string& bind_address,
                            Deadline deadline) {
  Connection result;
  for (const Endpoint& endpoint : resolve(host, port, deadline, result.problem)) {
    std::string problem;
    result.socket = Socket::connect(endpoint, bind_address, deadline, problem);
    if (result.socket.is_open()) return {std::move(result.socket), {}};
    if (result.problem.empty()) result.problem = problem;
  }
  return result;
}

}  // namespace

std::optional<ProxyAddress> parse_proxy(std::string_view text) {
  ProxyAddress proxy;
  const std::size_t scheme_end = text.find("://");
  if (scheme_end == std::string_view::npos) return std::nullopt;
  const std::string_view scheme = text.substr(0, scheme_end);
  if (scheme != "socks5" && scheme != "http") return std::nullopt;
  proxy.kind = scheme == "http" ? ProxyAddress::Kind::http : ProxyAddress::Kind::socks5;
  const std::string_view rest = text.substr(scheme_end + 3);
  const std::size_t colon = rest.rfind(':');
  if (colon == std::string_view::npos || colon == 0) return std::nullopt;
  std::string_view host = rest.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  const std::string_view digits = rest.substr(colon + 1);
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), proxy.port);
  if (error != std::errc() || end != digits.data() + digits.size() || proxy.port == 0 || host.empty())
    return std::nullopt;
  proxy.host = host;
  return proxy;
}

std::string socks5_request(const std::string& host, std::uint16_t port) {
  std::string request("\x05\x01\x00", 3);
  if (const auto numeric = Endpoint::numeric(host, port)) {
    std::array<char, 16> octets{};
    const std::size_t size = numeric->is_ipv6() ? 16 : 4;
    ::inet_pton(numeric->is_ipv6() ? AF_INET6 : AF_INET, host.c_str(), octets.data());
    request += numeric->is_ipv6() ? '\x04' : '\x01';
    request.append(octets.data(), size);
  } else {
    request += '\x03';
    request += static_cast<char>(std::min<std::size_t>(host.size(), 255));
    request += host.substr(0, 255);
  }
  request += static_cast<char>(port >> 8);
  request += static_cast<char>(port & 255);
  return request;
}

Connection connect_to(const Dial& dial, Deadline deadline) {
  return connect_to_port(dial, dial.address.empty() ? dial.host : dial.address, dial.port, deadline);
}

Connection connect_to_port(const Dial& dial, const std::string& address, std::uint16_t port,
                           Deadline deadline) {
  if (dial.proxy.empty()) return connect_directly(address, port, dial.bind_address, deadline);
  const auto proxy = parse_proxy(dial.proxy);
  if (!proxy) return {Socket(), "not a proxy: " + dial.proxy};
  Connection result = connect_directly(proxy->host, proxy->port, dial.bind_address, deadline);
  if (!result.socket.is_open()) {
    result.problem = "the proxy " + dial.proxy + ": " + result.problem;
    return result;
  }
  result.problem = proxy->kind == ProxyAddress::Kind::socks5
                       ? pass_socks5(result.socket, address, port, deadline)
                       : pass_http_connect(result.socket, address, port, deadline);
  if (!result.problem.empty()) result.socket.close();
  return result;
}

std::string text_of(const Dial& dial) {
  std::string text = dial.host + ":" + std::to_string(dial.port);
  if (!dial.address.empty() && dial.address != dial.host) text += " (" + dial.address + ")";
  if (!dial.bind_address.empty()) text += " from " + dial.bind_address;
  if (!dial.proxy.empty()) text += " through " + dial.proxy;
  return text;
}

}  // namespace cts
