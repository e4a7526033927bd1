#pragma once

#include <string>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>

#include "policy/database_policy.h"

namespace refd::db {

/// The database's port: whoever comes from the machine itself is led to the server's socket, anybody else is
/// turned away without a word (DB-3). One object serves all connections, on any number of threads.
class DatabaseDoor {
 public:
  /// `socket`: of the server. `policies` outlives the door.
  DatabaseDoor(std::string socket, const DatabasePolicySource& policies)
      : socket_(std::move(socket)), policies_(policies) {}
  DatabaseDoor(const DatabaseDoor&) = delete;
  DatabaseDoor& operator=(const DatabaseDoor&) = delete;
  ~DatabaseDoor() = default;

  /// Serves one connection until either side ends it.
  boost::asio::awaitable<void> serve(boost::asio::ip::tcp::socket visitor) const;

 private:
  bool lets_in(const boost::asio::ip::address& source) const;

  const std::string socket_;
  const DatabasePolicySource& policies_;
};

}  // namespace refd::db
