#include "config/smtp_reader.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include <arpa/inet.h>
#include <fmt/format.h>

namespace refd {
namespace {

bool is_address(const std::string& text) {
  in6_addr buffer{};
  return inet_pton(AF_INET, text.c_str(), &buffer) == 1 || inet_pton(AF_INET6, text.c_str(), &buffer) == 1;
}

std::optional<std::uint16_t> port_number(std::string_view text) {
  std::uint16_t port = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (failure != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return port;
}

// "mx.example", "mx.example:2525", "192.0.2.1:25", "[2001:db8::1]:25"; of an address of this machine also
// port 0: whoever tests the server listens on a free one, which the target file tells.
std::optional<Site::Sending::Route> route_of(std::string_view text) {
  Site::Sending::Route route;
  const auto bracket = text.starts_with('[') ? text.find(']') : std::string_view::npos;
  const auto colon = text.find(':', bracket == std::string_view::npos ? 0 : bracket);
  if (colon != std::string_view::npos) {
    const auto port = port_number(text.substr(colon + 1));
    if (!port) return std::nullopt;
    route.port = *port;
  }
  auto host = text.substr(0, colon);
  if (bracket != std::string_view::npos) {
    if (host.size() != bracket + 1) return std::nullopt;
    host = host.substr(1, bracket - 1);
  }
  route.host = host;
  if (!is_host_name(host) && !is_address(route.host)) return std::nullopt;
  if (route.port == 0 && !is_address(route.host)) return std::nullopt;
  return route;
}

}  // namespace

bool is_host_name(std::string_view name) {
  if (name.empty() || name.size() > 253 || name.front() == '.' || name.back() == '.') return false;
  return std::all_of(name.begin(), name.end(), [](unsigned char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
  });
}

void read_smtp_limits(TableReader table, Site::SmtpLimits& limits) {
  table.number("max_sessions", limits.max_sessions, 1, 1'000'000);
  table.number("max_sessions_per_source", limits.max_sessions_per_source, 1, 1'000'000);
  table.number("line_octets", limits.line_octets, 512, 1 << 16);
  table.number("message_octets", limits.message_octets, 65'536, std::int64_t{1} << 40);
  table.number("recipients", limits.recipients, 100, 1'000'000);
  table.seconds("idle", limits.idle, 1, day_in_seconds);
  table.seconds("stall", limits.stall, 1, day_in_seconds);
  table.seconds("message", limits.message, 1, day_in_seconds);
  table.seconds("session", limits.session, 1, 7 * day_in_seconds);
  table.seconds("handshake", limits.handshake, 1, day_in_seconds);
  table.number("login_attempts", limits.login_attempts, 1, 1000);
  table.seconds("failed_login_delay", limits.failed_login_delay, 0, 60);
  table.number("mistakes", limits.mistakes, 1, 1'000'000);
  table.finish();
}

void read_sending(TableReader table, Site& site) {
  auto& sending = site.sending;
  sending.host_name = table.text("host_name").value_or(site.server_name);
  if (!sending.host_name.empty() && !is_host_name(sending.host_name))
    table.error("host_name", fmt::format("'{}' is no host name in lower case", sending.host_name));
  auto routes = table.table("routes");
  for (const auto& domain : routes.keys()) {
    if (domain != "*" && !is_host_name(domain))
      routes.error(domain, fmt::format("'{}' is neither a domain in lower case nor \"*\"", domain));
    const auto text = routes.text(domain);
    const auto route = text ? route_of(*text) : std::nullopt;
    if (route) sending.routes.emplace(domain, *route);
    if (text && !route) routes.error(domain, fmt::format("'{}' is no host, nor host:port", *text));
  }
  routes.finish();
  table.seconds("connect", sending.connect, 1, 600);
  table.number("at_once", sending.at_once, 1, 1000);
  table.seconds("first_retry", sending.first_retry, 1, day_in_seconds);
  table.seconds("longest_retry", sending.longest_retry, 1, 7 * day_in_seconds);
  table.seconds("gives_up_after", sending.gives_up_after, 1, 30 * day_in_seconds);
  if (sending.longest_retry < sending.first_retry)
    table.error("longest_retry", "'smtp.longest_retry' must not be below 'first_retry'");
  table.finish();
}

}  // namespace refd
