#pragma once

#include <cstddef>
#include <memory>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/local/stream_protocol.hpp>

namespace refd::cgi {

/// What is needed to talk with a PHP process, kept as long as that lives: a page costs no more than its own
/// octets.
struct PhpConnection {
  static constexpr std::size_t buffer_octets = 65'536;

  /// Takes the descriptor, of a connected socket.
  PhpConnection(const boost::asio::any_io_executor& executor, int descriptor)
      : socket(executor, boost::asio::local::stream_protocol(), descriptor),
        buffer(std::make_unique_for_overwrite<char[]>(buffer_octets)) {}

  boost::asio::local::stream_protocol::socket socket;
  bool request_is_begun = false;   ///< the record that begins the next request has been sent
  std::unique_ptr<char[]> buffer;  ///< for what it says
};

}  // namespace refd::cgi
