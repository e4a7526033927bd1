#include "database/database_door.h"

#include <array>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

namespace refd::db {

namespace asio = boost::asio;
using asio::ip::tcp;
using local = asio::local::stream_protocol;

namespace {

constexpr auto as_value = asio::as_tuple(asio::use_awaitable);

// Until one of them ends. Packets of the protocol are small, and answers come in larger ones.
template <class From, class To>
asio::awaitable<void> copy(From& from, To& to) {
  std::array<char, 16'384> octets{};
  for (;;) {
    const auto [failed, got] = co_await from.async_read_some(asio::buffer(octets), as_value);
    if (failed) co_return;
    const auto [refused, written] =
        co_await asio::async_write(to, asio::buffer(octets.data(), got), as_value);
    if (refused) co_return;
  }
}

asio::awaitable<void> relay(tcp::socket& visitor, local::socket& server) {
  using namespace asio::experimental::awaitable_operators;  // NOLINT(google-build-using-namespace)
  co_await (copy(visitor, server) || copy(server, visitor));
}

}  // namespace

// What MySQL calls localhost: the loopback address itself, of all those that lead back here.
bool DatabaseDoor::lets_in(const asio::ip::address& source) const {
  const auto& policy = policies_.database();
  const bool is_here =
      source == asio::ip::address_v4::loopback() || source == asio::ip::address_v6::loopback();
  return is_here ? policy.programs_connect : !policy.port_is_closed;
}

asio::awaitable<void> DatabaseDoor::serve(tcp::socket visitor) const {
  boost::system::error_code error;
  const auto source = visitor.remote_endpoint(error);
  if (error || !lets_in(source.address())) co_return;
  local::socket server(co_await asio::this_coro::executor);
  const auto [failed] = co_await server.async_connect(local::endpoint(socket_), as_value);
  if (failed) co_return;
  visitor.set_option(tcp::no_delay(true), error);
  co_await relay(visitor, server);
}

}  // namespace refd::db
