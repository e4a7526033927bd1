#include "office/audit_log.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "office/japan_time.h"

namespace refd::office {

AuditLog::AuditLog(const std::string& file, const Clock& clock, Log log)
    : file_name_(file),
      clock_(clock),
      log_(std::move(log)),
      file_(::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600)) {
  if (!file_) throw std::system_error(errno, std::system_category(), file);
}

void AuditLog::note(std::string_view who, std::string_view what, nlohmann::json about) {
  const auto time = in_japan(clock_.now());
  const nlohmann::json entry = {
      {"at", written(time)}, {"who", who}, {"what", what}, {"about", std::move(about)}};
  const auto line = entry.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
  const std::lock_guard lock(mutex_);
  // One write: a line is there whole, or not at all.
  if (::write(file_.get(), line.data(), line.size()) == static_cast<ssize_t>(line.size()) &&
      ::fdatasync(file_.get()) == 0)
    return;
  log_->error("{}: {}: {}", file_name_, std::system_category().message(errno), line);
}

}  // namespace refd::office
