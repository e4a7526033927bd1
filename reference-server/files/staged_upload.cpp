#include "files/staged_upload.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/sendfile.h>
#include <unistd.h>

#include <algorithm>
#include <string_view>

#include <boost/system/system_error.hpp>

namespace refd {
namespace {

[[noreturn]] void fail(const std::string& directory) {
  throw boost::system::system_error(last_system_error(), "staging directory " + directory);
}

void remove_leftovers(int directory) {
  DIR* entries = ::fdopendir(::openat(directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (entries == nullptr) return;
  // Each stream is read by one thread only.
  while (const dirent* entry = ::readdir(entries)) {  // NOLINT(concurrency-mt-unsafe)
    const std::string_view name = entry->d_name;
    if (name != "." && name != "..") ::unlinkat(directory, entry->d_name, 0);
  }
  ::closedir(entries);
}

}  // namespace

StagingArea::StagingArea(const std::string& directory) {
  if (::mkdir(directory.c_str(), 0700) != 0 && errno != EEXIST) fail(directory);
  directory_ = UniqueFd(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!directory_) fail(directory);
  remove_leftovers(directory_.get());
}

Result<StagingArea::Staged> StagingArea::create() {
  for (;;) {
    Staged staged{.file = UniqueFd(), .name = "upload-" + std::to_string(next_.fetch_add(1))};
    staged.file = UniqueFd(
        ::openat(directory_.get(), staged.name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    if (staged.file) return staged;
    if (errno != EEXIST) return last_system_error();
  }
}

StagedUpload::~StagedUpload() {
  if (!committed_) ::unlinkat(area_.directory(), staged_.name.c_str(), 0);
}

Result<void> StagedUpload::keep(int old, std::uint64_t octets) {
  constexpr std::uint64_t piece = 1U << 30U;
  off_t offset = 0;
  while (octets > 0) {
    const auto wanted = static_cast<std::size_t>(std::min(octets, piece));
    // Shares the blocks where the file system can; sendfile copies where it cannot.
    auto copied = ::copy_file_range(old, &offset, staged_.file.get(), nullptr, wanted, 0);
    if (copied < 0 && errno != ENOSPC && errno != EDQUOT) {
      copied = ::sendfile(staged_.file.get(), old, &offset, wanted);
    }
    if (copied < 0) return last_system_error();
    if (copied == 0) return system_error(EINVAL);  // shorter than it was said to be
    octets -= static_cast<std::uint64_t>(copied);
  }
  return {};
}

Result<void> StagedUpload::write(std::span<const char> octets) {
  while (!octets.empty()) {
    const auto written = ::write(staged_.file.get(), octets.data(), octets.size());
    if (written < 0) {
      if (errno == EINTR) continue;
      return last_system_error();
    }
    octets = octets.subspan(static_cast<std::size_t>(written));
  }
  return {};
}

Result<void> StagedUpload::commit() {
  if (::fchmod(staged_.file.get(), mode_) != 0) return last_system_error();
  if (::renameat(area_.directory(), staged_.name.c_str(), directory_.get(), name_.c_str()) != 0) {
    return last_system_error();
  }
  committed_ = true;
  staged_.file.reset();
  return {};
}

}  // namespace refd
