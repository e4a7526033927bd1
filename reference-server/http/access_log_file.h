#pragma once

#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

#include "base/log.h"
#include "base/result.h"
#include "base/unique_fd.h"
#include "http/access_log.h"

namespace refd::http {

/// The file itself: whole lines at its end, nothing else. Used by one thread at a time.
class LogFile {
 public:
  /// Created with mode 644 when it is not there. `path` is a path of the machine, not of the tree.
  explicit LogFile(std::string path);

  /// Appends `lines` with one write. When somebody removed or replaced the file, a new one is begun.
  /// Fails with the errno of open or write; after a short write the rest is tried again once.
  Result<void> append(std::string_view lines);

 private:
  Result<void> reopen_if_moved();

  const std::string path_;
  UniqueFd file_;
};

/// Access log in a file. Lines are gathered and written by a thread of its own at most `delay` later, so that
/// a busy server makes one write for many accesses; the order is that of record(). Destruction writes the
/// rest.
class AccessLogFile final : public AccessLog {
 public:
  static constexpr auto default_delay = std::chrono::milliseconds(20);

  AccessLogFile(std::string path, Log log, std::chrono::milliseconds delay = default_delay);
  AccessLogFile(const AccessLogFile&) = delete;
  AccessLogFile& operator=(const AccessLogFile&) = delete;
  ~AccessLogFile() override;

  /// Waits only when the disk is so slow that megabytes have gathered.
  void record(const Access& access) override;

  /// Returns when every access recorded before is in the file.
  void flush();

 private:
  void run();

  LogFile file_;
  Log log_;
  const std::chrono::milliseconds delay_;
  std::mutex mutex_;
  std::condition_variable work_;
  std::condition_variable written_;
  std::string gathered_;
  bool is_writing_ = false;
  bool flush_now_ = false;
  bool ending_ = false;
  std::thread writer_;
};

}  // namespace refd::http
