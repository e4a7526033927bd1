#pragma once

#include <cstdint>

namespace refd {

/// What the manual fixes about the access log, as data.
struct LogPolicy {
  /// LOG-1: accesses are written to /log/web.log. false: they are lost.
  bool accesses_are_logged = true;

  /// LOG-2: rotated at the first check that finds it this large, in octets; 50 MB by either count of a
  /// megabyte.
  std::uint64_t rotated_from_octets = 50ULL << 20;
  /// LOG-2: never larger than this, in octets; 200 MB by either count.
  std::uint64_t never_above_octets = 200'000'000;
  /// LOG-3: how many generations are kept.
  unsigned generations = 4;
};

}  // namespace refd
