#include "base/clock.h"

namespace refd {

Clock::time_point AdjustableClock::now() const {
  return std::chrono::system_clock::now() + offset_.load();
}

void AdjustableClock::set(time_point time) {
  offset_ = time - std::chrono::system_clock::now();
}

}  // namespace refd
