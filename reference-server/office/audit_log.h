#pragma once

#include <mutex>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "base/clock.h"
#include "base/log.h"
#include "base/unique_fd.h"

namespace refd::office {

/// Who did what, and when: one JSON object a line, for ever, in a file that the operator alone reads. No
/// password is ever in it. Thread-safe.
class AuditLog {
 public:
  /// Opens or makes `file`. Throws std::system_error that names it when it cannot be used.
  AuditLog(const std::string& file, const Clock& clock, Log log);
  AuditLog(const AuditLog&) = delete;
  AuditLog& operator=(const AuditLog&) = delete;
  ~AuditLog() = default;

  /// `who`: "member NAME", "desk" or "office". `what`: "application.recorded". Safe on the disk when it
  /// returns; what cannot be written is in the server's log instead.
  void note(std::string_view who, std::string_view what, nlohmann::json about);

 private:
  const std::string file_name_;
  const Clock& clock_;
  const Log log_;
  std::mutex mutex_;
  UniqueFd file_;
};

}  // namespace refd::office
