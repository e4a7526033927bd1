#pragma once

#include <chrono>
#include <string>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>

#include "base/result.h"

namespace refd::net {

/// Connects to `port` of `host`, a name or an IP address, at the first of its addresses that answers. Errors
/// as LineStream has them, or the system's.
boost::asio::awaitable<Result<boost::asio::ip::tcp::socket>> connect(
    std::string host, std::uint16_t port, std::chrono::steady_clock::time_point deadline);

}  // namespace refd::net
