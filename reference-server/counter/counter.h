#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "base/result.h"

namespace refd {

/// One visit, as far as the count is concerned.
struct CounterVisit {
  std::string name;            ///< which counter
  std::string address;         ///< whose visit; canonical
  std::uint64_t start = 1;     ///< what the first visitor sees (CTR-5)
  std::uint64_t step = 1;      ///< what a visit adds
  bool reload_counts = false;  ///< a visit of the last visitor counts too (CTR-9 reversed)
  bool starts_anew = false;    ///< the value becomes `start`, whatever it was (CTR-5 reversed)
};

/// What there is of one counter. A value of 0 is a counter that nobody visited yet.
struct CounterState {
  std::uint64_t value = 0;
  std::string last_address;
  friend bool operator==(const CounterState&, const CounterState&) = default;
};

/// CTR-5, CTR-9: what a visit makes of a counter. Only the last visitor is remembered, and does not count
/// again at once; a number that can grow no further stays.
CounterState after_visit(const CounterState& before, const CounterVisit& visit);

/// The numbers of visits. Thread-safe.
class Counter {
 public:
  /// Called exactly once, from any thread, also before the call returns; must not block.
  using Done = std::function<void(Result<CounterState>)>;

  Counter() = default;
  Counter(const Counter&) = delete;
  Counter& operator=(const Counter&) = delete;
  virtual ~Counter() = default;

  /// Counts the visit if it counts, and tells what the visitor sees once that is kept. A failure: nothing
  /// was counted.
  virtual void visit(CounterVisit visit, Done done) = 0;
  /// What there is now; counts nothing.
  virtual void look(std::string name, Done done) = 0;
  /// Puts a counter where it is wanted; a value of 0 makes it as if nobody had visited it.
  virtual void put(std::string name, CounterState state, Done done) = 0;
};

}  // namespace refd
