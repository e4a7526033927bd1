#include "reports/files/folder_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include <fmt/format.h>

#include "reports/text/safe_text.h"

namespace reports {
namespace {

/// What the one who has the lock wrote into it.
std::string words_in(int descriptor) {
  std::array<char, 300> words{};
  const ssize_t count = ::pread(descriptor, words.data(), words.size(), 0);
  const std::string text =
      count > 0 ? printable({words.data(), static_cast<std::size_t>(count)}, Lines::join) : "";
  return text.empty() ? "another process" : text;
}

/// Whether `descriptor` is still what the name stands for: who had it before may have removed it meanwhile.
bool is_current(int descriptor, const std::filesystem::path& file) {
  struct stat opened {};
  struct stat named {};
  return ::fstat(descriptor, &opened) == 0 && ::lstat(file.c_str(), &named) == 0 &&
         opened.st_ino == named.st_ino && opened.st_dev == named.st_dev;
}

}  // namespace

FolderLock::FolderLock(const std::filesystem::path& folder, const std::string& who)
    : file_(folder / lock_file_name) {
  constexpr mode_t mode = 0644;
  constexpr int tries = 100;
  for (int i = 0; i < tries; ++i) {
    descriptor_ = ::open(file_.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, mode);
    if (descriptor_ < 0) return;
    if (::flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
      if (errno == EWOULDBLOCK) holder_ = words_in(descriptor_);
      ::close(descriptor_);
      descriptor_ = -1;
      return;
    }
    if (is_current(descriptor_, file_)) break;
    ::close(descriptor_);
    descriptor_ = -1;
  }
  if (descriptor_ < 0) return;
  const std::string words = fmt::format("process {}, {}", ::getpid(), who);
  // That it cannot be written, on a full disk, keeps nobody from having the lock.
  if (::ftruncate(descriptor_, 0) == 0)
    static_cast<void>(::pwrite(descriptor_, words.data(), words.size(), 0) < 0);
}

FolderLock::~FolderLock() {
  if (descriptor_ < 0) return;
  ::unlink(file_.c_str());
  ::close(descriptor_);
}

}  // namespace reports
