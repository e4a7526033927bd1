#include "net/connector.h"

#include <vector>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "net/watchdog.h"

namespace refd::net {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

constexpr auto use_tuple = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t most_addresses = 8;

// The resolver of the machine, which has its own patience.
asio::awaitable<Result<std::vector<tcp::endpoint>>> endpoints_of(std::string host, std::uint16_t port) {
  boost::system::error_code not_numeric;
  const auto address = asio::ip::make_address(host, not_numeric);
  if (!not_numeric) co_return std::vector{tcp::endpoint(address, port)};
  tcp::resolver resolver(co_await asio::this_coro::executor);
  const auto [error, found] = co_await resolver.async_resolve(host, std::to_string(port), use_tuple);
  if (error) co_return error;
  std::vector<tcp::endpoint> endpoints;
  for (const auto& entry : found) {
    if (endpoints.size() < most_addresses) endpoints.push_back(entry.endpoint());
  }
  co_return endpoints;
}

}  // namespace

asio::awaitable<Result<tcp::socket>> connect(std::string host, std::uint16_t port,
                                             std::chrono::steady_clock::time_point deadline) {
  const auto endpoints = co_await endpoints_of(std::move(host), port);
  if (!endpoints) co_return endpoints.error();
  tcp::socket socket(co_await asio::this_coro::executor);
  Watchdog watchdog(socket.get_executor(), [&socket] {
    boost::system::error_code ignored;
    socket.cancel(ignored);
  });
  boost::system::error_code error = asio::error::host_not_found;
  for (const auto& endpoint : *endpoints) {
    boost::system::error_code ignored;
    socket.close(ignored);
    watchdog.arm(deadline);
    std::tie(error) = co_await socket.async_connect(endpoint, use_tuple);
    watchdog.disarm();
    if (!error || error == asio::error::operation_aborted) break;
  }
  if (error == asio::error::operation_aborted && watchdog.expired()) error = asio::error::timed_out;
  if (error) co_return error;
  boost::system::error_code ignored;
  socket.set_option(tcp::no_delay(true), ignored);
  co_return socket;
}

}  // namespace refd::net
