#include "http/access_log_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace refd::http {

namespace {
constexpr std::size_t most_gathered_octets = 4'194'304;
}

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

AccessLogFile::AccessLogFile(std::string path, Log log, std::chrono::milliseconds delay)
    : file_(std::move(path)), log_(std::move(log)), delay_(delay), writer_([this] { run(); }) {}

AccessLogFile::~AccessLogFile() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  work_.notify_one();
  writer_.join();
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

void AccessLogFile::run() {
  std::string batch;
  std::unique_lock lock(mutex_);
  while (true) {
    work_.wait(lock, [this] { return ending_ || flush_now_ || !gathered_.empty(); });
    work_.wait_for(lock, delay_, [this] { return ending_ || flush_now_; });
    flush_now_ = false;
    batch.swap(gathered_);
    is_writing_ = true;
    lock.unlock();
    const auto appended = batch.empty() ? Result<void>() : file_.append(batch);
    if (!appended) log_->error("access log: {} octets lost: {}", batch.size(), appended.error().message());
    batch.clear();
    lock.lock();
    is_writing_ = false;
    written_.notify_all();
    if (ending_ && gathered_.empty()) return;
  }
}

}  // namespace refd::http
