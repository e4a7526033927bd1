#include "deviations/tables.h"

namespace refd {

// What becomes of sending mail: SMTP.
std::span<const Deviation> smtp_deviations() {
  return {};
}

}  // namespace refd
