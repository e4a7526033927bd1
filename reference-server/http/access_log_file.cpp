#include "http/access_log_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

namespace refd::http {

namespace {
constexpr std::size_t most_gathered_octets = 4'194'304;
// How often an idle log looks at the clock.
constexpr auto idle_wake_up = std::chrono::milliseconds(200);
}  // namespace

LogFile::LogFile(std::string path) : path_(std::move(path)) {}

Result<void> LogFile::reopen_if_moved() {
  if (file_) {
    struct stat ours {};
    struct stat there {};
    if (::fstat(file_.get(), &ours) == 0 && ::stat(path_.c_str(), &there) == 0 &&
        ours.st_ino == there.st_ino && ours.st_dev == there.st_dev) {
      return {};
    }
  }
  file_ = UniqueFd(::open(path_.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644));
  if (!file_) return last_system_error();
  return {};
}

Result<void> LogFile::append(std::string_view lines) {
  if (auto ready = reopen_if_moved(); !ready) return ready;
  for (int attempt = 0; attempt < 2 && !lines.empty(); ++attempt) {
    const auto written = ::write(file_.get(), lines.data(), lines.size());
    if (written < 0) return last_system_error();
    lines.remove_prefix(static_cast<std::size_t>(written));
  }
  if (!lines.empty()) return system_error(ENOSPC);
  return {};
}

AccessLogFile::AccessLogFile(const std::string& path, const Rotation& rotation, const PolicySource& policies,
                             const Clock& clock, Log log, std::chrono::milliseconds delay)
    : file_(path),
      archive_({path, rotation.spool}),
      check_interval_(rotation.check_interval),
      policies_(policies),
      clock_(clock),
      log_(std::move(log)),
      delay_(delay),
      next_check_(clock.now() + check_interval_) {
  std::filesystem::create_directories(rotation.spool);
  writer_ = std::thread([this] { write_lines(); });
  compressor_ = std::thread([this] { compress(); });
}

AccessLogFile::~AccessLogFile() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  work_.notify_all();
  compression_.notify_all();
  writer_.join();
  compressor_.join();
}

void AccessLogFile::record(const Access& access) {
  std::unique_lock lock(mutex_);
  written_.wait(lock, [this] { return gathered_.size() < most_gathered_octets; });
  const bool was_empty = gathered_.empty();
  append_combined_line(access, gathered_);
  lock.unlock();
  if (was_empty) work_.notify_one();
}

void AccessLogFile::flush() {
  std::unique_lock lock(mutex_);
  flush_now_ = true;
  work_.notify_one();
  written_.wait(lock, [this] { return gathered_.empty() && !is_writing_; });
}

Result<void> AccessLogFile::remove_all() {
  flush();
  // A generation that is being compressed would appear after its deletion.
  const std::scoped_lock all_of_it(compressing_, moving_);
  return archive_.remove_all();
}

void AccessLogFile::await_compression() {
  std::unique_lock lock(mutex_);
  compression_.wait(lock, [this] { return !to_compress_ && !is_compressing_; });
}

// The interval follows the server's clock; a clock that was put back begins a new one.
bool AccessLogFile::check_is_due() {
  const auto now = clock_.now();
  const bool due = now >= next_check_;
  if (due || now + check_interval_ < next_check_) next_check_ = now + check_interval_;
  return due;
}

void AccessLogFile::set_aside() {
  const auto moved = [this] {
    const std::lock_guard alone(moving_);
    return archive_.set_aside();
  }();
  if (!moved) {
    log_->error("access log: cannot be rotated: {}", moved.error().message());
    return;
  }
  ++rotations_;
  const std::lock_guard lock(mutex_);
  to_compress_ = true;
  compression_.notify_all();
}

void AccessLogFile::append(std::string_view lines) {
  if (archive_.log_octets() + lines.size() > policies_.log().never_above_octets) set_aside();
  if (const auto appended = file_.append(lines); !appended) {
    log_->error("access log: {} octets lost: {}", lines.size(), appended.error().message());
  }
}

void AccessLogFile::write_lines() {
  std::string batch;
  std::unique_lock lock(mutex_);
  while (true) {
    work_.wait_for(lock, idle_wake_up, [this] { return ending_ || flush_now_ || !gathered_.empty(); });
    if (!gathered_.empty()) work_.wait_for(lock, delay_, [this] { return ending_ || flush_now_; });
    flush_now_ = false;
    batch.swap(gathered_);
    is_writing_ = true;
    lock.unlock();
    if (!batch.empty()) append(batch);
    batch.clear();
    if (check_is_due() && archive_.log_octets() >= policies_.log().rotated_from_octets) set_aside();
    lock.lock();
    is_writing_ = false;
    written_.notify_all();
    if (ending_ && gathered_.empty()) return;
  }
}

void AccessLogFile::compress() {
  std::unique_lock lock(mutex_);
  while (true) {
    compression_.wait(lock, [this] { return ending_ || to_compress_; });
    if (ending_) return;
    // Before the work, so that what is set aside meanwhile is not forgotten.
    to_compress_ = false;
    is_compressing_ = true;
    lock.unlock();
    const auto compressed = [this] {
      const std::lock_guard alone(compressing_);
      return archive_.compress_spool(policies_.log().generations);
    }();
    if (!compressed) log_->error("access log: a generation waits: {}", compressed.error().message());
    lock.lock();
    is_compressing_ = false;
    compression_.notify_all();
  }
}

}  // namespace refd::http
