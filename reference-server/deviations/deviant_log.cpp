#include "deviations/deviant_log.h"

namespace refd {

void DeviantLog::record(const http::Access& access) {
  const auto& effects = deviations_.effects();
  if (effects.log_doubles_lines) {
    deviations_.note_acted();
    kept_.record(access);
  }
  if (effects.log_says_200_always && access.status != 200) {
    deviations_.note_acted();
    auto altered = access;
    altered.status = 200;
    kept_.record(altered);
    return;
  }
  kept_.record(access);
}

}  // namespace refd
