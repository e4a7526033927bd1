#pragma once

#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>

namespace refd::net {

/// What could be found out about the host names of an address.
struct KnownNames {
  /// Lower case, without a final dot; each leads back to the address.
  std::vector<std::string> names;
  /// false: there may be more that could not be found out, because a name server did not answer in time, or
  /// answered nonsense.
  bool complete = true;
};

/// Finds the host names of addresses (ACL-4). Thread-safe; outlives the lookups under way.
class NameLookup {
 public:
  NameLookup() = default;
  NameLookup(const NameLookup&) = delete;
  NameLookup& operator=(const NameLookup&) = delete;
  virtual ~NameLookup() = default;

  /// Ends at a deadline of the lookup's own, or when it is cancelled; never fails. On the caller's executor,
  /// without blocking it. `address` as inet_ntop writes it.
  virtual boost::asio::awaitable<KnownNames> names_of(std::string address) = 0;
};

}  // namespace refd::net
