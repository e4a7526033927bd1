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

// Octets `from` … `to` of `old`, which hold no hole, to the same place.
Result<void> StagedUpload::copy(int old, off_t from, off_t to) {
  constexpr off_t piece = 64 << 20;
  if (::lseek(staged_.file.get(), from, SEEK_SET) < 0) return last_system_error();
  while (from < to) {
    const auto wanted = static_cast<std::size_t>(std::min(to - from, piece));
    if (const auto room = make_room_for(filled_ + wanted); !room) return room;
    // Shares the blocks where the file system can; sendfile copies where it cannot.
    auto copied = ::copy_file_range(old, &from, staged_.file.get(), nullptr, wanted, 0);
    if (copied < 0 && errno != ENOSPC && errno != EDQUOT) {
      copied = ::sendfile(staged_.file.get(), old, &from, wanted);
    }
    if (copied < 0) return last_system_error();
    if (copied == 0) return system_error(EINVAL);  // shorter than it was said to be
    filled_ += static_cast<std::uint64_t>(copied);
  }
  return {};
}

Result<void> StagedUpload::keep(int old, std::uint64_t octets) {
  const auto end = static_cast<off_t>(octets);
  for (off_t at = 0; at < end;) {
    const off_t data = ::lseek(old, at, SEEK_DATA);
    if (data < 0 && errno == ENXIO) break;  // a hole up to the end
    if (data < 0) return last_system_error();
    if (data >= end) break;
    const off_t hole = ::lseek(old, data, SEEK_HOLE);
    if (hole < 0) return last_system_error();
    const auto to = std::min(hole, end);
    if (const auto copied = copy(old, data, to); !copied) return copied;
    at = to;
  }
  if (::ftruncate(staged_.file.get(), end) != 0) return last_system_error();
  if (::lseek(staged_.file.get(), end, SEEK_SET) < 0) return last_system_error();
  return {};
}

Result<void> StagedUpload::write(std::span<const char> octets) {
  if (const auto room = make_room_for(filled_ + octets.size()); !room) return room;
  while (!octets.empty()) {
    const auto written = ::write(staged_.file.get(), octets.data(), octets.size());
    if (written < 0) {
      if (errno == EINTR) continue;
      return last_system_error();
    }
    filled_ += static_cast<std::uint64_t>(written);
    octets = octets.subspan(static_cast<std::size_t>(written));
  }
  return {};
}

Result<void> StagedUpload::commit() {
  const auto& owner = place_.owner;
  if (owner && ::fchown(staged_.file.get(), owner->user, owner->group) != 0) return last_system_error();
  if (::fchmod(staged_.file.get(), place_.mode) != 0) return last_system_error();
  const auto put = [this]() -> Result<void> {
    if (::renameat(area_.directory(), staged_.name.c_str(), place_.directory.get(), place_.name.c_str()) !=
        0) {
      return last_system_error();
    }
    committed_ = true;
    staged_.file.reset();  // some file systems give back now what they had set aside for more
    return {};
  };
  return hold_ ? hold_->put_in_place({place_.directory.get(), place_.name}, put) : put();
}

}  // namespace refd
