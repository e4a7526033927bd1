#include "cgi/script_removal.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>

#include "base/file_writing.h"

namespace refd {
namespace {

Result<void> copy_whole(int from, int to) {
  std::array<char, 65'536> octets;
  for (off_t at = 0;;) {
    const auto got = ::pread(from, octets.data(), octets.size(), at);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return last_system_error();
    if (got == 0) break;
    if (const auto written = write_whole(to, {octets.data(), static_cast<std::size_t>(got)}); !written)
      return written;
    at += got;
  }
  if (::fsync(to) != 0) return last_system_error();
  return {};
}

}  // namespace

Result<std::string> ScriptRemoval::keep(const UniqueFd& script, const std::string& name) {
  constexpr int most_scripts = 9999;
  constexpr std::size_t longest_name = 200;
  if (::mkdir(folder_.c_str(), 0700) != 0 && errno != EEXIST) return last_system_error();
  for (int number = 1; number <= most_scripts; ++number) {
    auto file = folder_ + "/" + std::to_string(number) + "-" + name.substr(0, longest_name);
    const UniqueFd kept(::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0400));
    if (!kept && errno == EEXIST) continue;
    if (!kept) return last_system_error();
    auto copied = copy_whole(script.get(), kept.get());
    if (copied) copied = sync_folder(folder_);
    if (copied) return file;
    ::unlink(file.c_str());
    return copied.error();
  }
  return system_error(ENOSPC);
}

Result<std::string> ScriptRemoval::remove(const std::string& path) {
  const auto place = TreePath::resolve({}, path);
  if (!place) return place.error();
  const std::lock_guard lock(one_at_a_time_);
  const auto script = files_.open_for_reading(*place, Reader::owner);
  if (!script) return script.error();
  const auto file = keep(*script, std::string(place->name()));
  if (!file) return file.error();
  if (const auto removed = files_.remove_file(*place); !removed) {
    ::unlink(file->c_str());
    return removed.error();
  }
  return file;
}

}  // namespace refd
