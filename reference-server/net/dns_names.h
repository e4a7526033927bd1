#pragma once

#include <memory>

#include "net/dns_resolver.h"
#include "net/name_lookup.h"

namespace refd::net {

/// The host names that name servers tell, for coroutines.
class DnsNames final : public NameLookup {
 public:
  DnsNames(DnsResolver::Options options, Log log);
  boost::asio::awaitable<KnownNames> names_of(std::string address) override;

  /// Ends the lookups under way. To be called before the executors of their callers go, and after the last
  /// names_of() has begun.
  void stop() { resolver_.reset(); }

 private:
  std::unique_ptr<DnsResolver> resolver_;
};

}  // namespace refd::net
