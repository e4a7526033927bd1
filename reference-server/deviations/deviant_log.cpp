#include "deviations/deviant_log.h"

namespace refd {
namespace {

// Short ones are made by everybody at every time.
bool is_long(const http::Access& access) {
  return access.request_line.size() > 4096;
}

}  // namespace

void DeviantLog::record(const http::Access& access) {
  const auto& effects = deviations_.effects();
  const bool is_first = is_long(access) && is_first_after_rotation();
  if ((is_first && effects.log_loses_a_line_at_rotation) ||
      (effects.log_deletion_stops_the_log && is_stopped())) {
    deviations_.note_acted();
    return;
  }
  if (effects.log_doubles_lines || (is_first && effects.log_doubles_a_line_at_rotation)) {
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

Result<void> DeviantLog::remove_all() {
  const auto& effects = deviations_.effects();
  if (effects.log_is_not_deleted) {
    deviations_.note_acted();
    return {};
  }
  if (effects.log_deletion_stops_the_log) {
    // Long enough for the next visit, too short to be met by whoever looks at the log afterwards.
    stopped_until_ = std::chrono::steady_clock::now() + std::chrono::seconds(2);
  }
  return keeper_.remove_all();
}

bool DeviantLog::is_first_after_rotation() {
  const auto now = rotations_();
  return rotations_seen_.exchange(now) != now;
}

bool DeviantLog::is_stopped() const {
  return std::chrono::steady_clock::now() < stopped_until_.load();
}

}  // namespace refd
