#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>

#include "base/log.h"
#include "base/log_keeper.h"
#include "base/result.h"
#include "base/unique_fd.h"
#include "http/access_log.h"
#include "http/log_archive.h"
#include "policy/policies.h"

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
/// a busy server makes one write for many accesses; the order is that of record(). Rotated as LogPolicy says
/// (LOG-2, LOG-3): at every interval of the server's clock when it is large enough, and before it could grow
/// too large. A second thread compresses. Destruction writes the rest; what is not compressed by then is when
/// the next one starts.
class AccessLogFile final : public AccessLog, public LogKeeper {
 public:
  static constexpr auto default_delay = std::chrono::milliseconds(20);

  struct Rotation {
    std::string spool;  ///< as LogArchive::Places::spool; created when it is missing
    std::chrono::seconds check_interval{3600};
  };

  /// The references outlive the log.
  AccessLogFile(const std::string& path, const Rotation& rotation, const PolicySource& policies,
                const Clock& clock, Log log, std::chrono::milliseconds delay = default_delay);
  AccessLogFile(const AccessLogFile&) = delete;
  AccessLogFile& operator=(const AccessLogFile&) = delete;
  ~AccessLogFile() override;

  /// Waits only when the disk is so slow that megabytes have gathered.
  void record(const Access& access) override;

  /// Returns when every access recorded before is in the file.
  void flush();

  /// LOG-4: removes the log and its generations; the service goes on with a new one.
  Result<void> remove_all() override;

  /// How often the log has been set aside since the start.
  std::uint64_t rotations() const { return rotations_; }

  /// Returns when nothing set aside waits to be compressed.
  void await_compression();

 private:
  void write_lines();
  void compress();
  void append(std::string_view lines);
  void set_aside();
  bool check_is_due();

  LogFile file_;
  LogArchive archive_;
  std::mutex moving_;       // held while a log is set aside; whoever deletes holds both
  std::mutex compressing_;  // held while logs are compressed
  const std::chrono::seconds check_interval_;
  const PolicySource& policies_;
  const Clock& clock_;
  Log log_;
  const std::chrono::milliseconds delay_;
  Clock::time_point next_check_;  // the writer's

  std::mutex mutex_;
  std::condition_variable work_;
  std::condition_variable written_;
  std::string gathered_;
  bool is_writing_ = false;
  std::atomic<std::uint64_t> rotations_{0};
  bool flush_now_ = false;
  bool ending_ = false;
  bool to_compress_ = true;  // a former process may have left something
  bool is_compressing_ = false;
  std::condition_variable compression_;
  std::thread writer_;
  std::thread compressor_;
};

}  // namespace refd::http
