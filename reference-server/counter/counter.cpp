#include "counter/counter.h"

#include <algorithm>
#include <limits>

namespace refd {

CounterState after_visit(const CounterState& before, const CounterVisit& visit) {
  // What the database can keep: a signed number.
  constexpr auto largest = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  if (before.value == 0 || visit.starts_anew) return {visit.start, visit.address};
  if (before.last_address == visit.address && !visit.reload_counts) return before;
  const auto room = largest - before.value;
  return {before.value + std::min(visit.step, room), visit.address};
}

}  // namespace refd
