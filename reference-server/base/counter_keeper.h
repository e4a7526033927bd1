#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"

namespace refd {

/// What the operator can do to the access counters. Thread-safe.
class CounterKeeper {
 public:
  struct Entry {
    std::string name;
    std::uint64_t value = 0;
    std::string last_address;  ///< of the last visitor who counted (CTR-9)
  };

  CounterKeeper() = default;
  CounterKeeper(const CounterKeeper&) = delete;
  CounterKeeper& operator=(const CounterKeeper&) = delete;
  virtual ~CounterKeeper() = default;

  /// All of them that were ever visited.
  virtual Result<std::vector<Entry>> counters() = 0;
  /// Makes every counter as if nobody had visited it.
  virtual Result<void> reset() = 0;
};

}  // namespace refd
