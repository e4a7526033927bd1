#include "deviations/tables.h"

namespace refd {

// What becomes of receiving mail: POP, MBOX.
std::span<const Deviation> pop_deviations() {
  return {};
}

}  // namespace refd
