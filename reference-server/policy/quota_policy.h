#pragma once

#include <cstdint>

namespace refd {

/// What the manual fixes about the space for web content, as data.
struct QuotaPolicy {
  /// WEB-QUOTA-1: disk space for everything below the site's root, in octets; 20 GB by either count of a
  /// gigabyte.
  std::uint64_t limit_octets = 20ULL << 30;
  /// WEB-QUOTA-2: what exceeds it is refused. false: everything is taken.
  bool is_enforced = true;
};

}  // namespace refd
