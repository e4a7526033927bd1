#include "command/new_files.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <string_view>
#include <system_error>

#include <fmt/format.h>

namespace cts {
namespace {

namespace fs = std::filesystem;

std::string reason(int error) {
  return std::generic_category().message(error);
}

/// Everything on the disk under a name of its own; errno, or 0.
int write_whole(const fs::path& file, std::string_view content) {
  const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0644);
  if (descriptor < 0) return errno;
  int error = 0;
  while (!content.empty() && error == 0) {
    const ssize_t count = ::write(descriptor, content.data(), content.size());
    if (count >= 0)
      content.remove_prefix(static_cast<std::size_t>(count));
    else if (errno != EINTR)
      error = errno;
  }
  if (error == 0 && ::fsync(descriptor) != 0) error = errno;
  if (::close(descriptor) != 0 && error == 0) error = errno;
  return error;
}

/// Moves a file that is whole to its place; errno, or 0.
int put_in_place(const fs::path& written, const fs::path& place, Existing existing) {
  // A link is made only where there is nothing, on every file system.
  if (existing == Existing::keep) return ::link(written.c_str(), place.c_str()) == 0 ? 0 : errno;
  return std::rename(written.c_str(), place.c_str()) == 0 ? 0 : errno;
}

/// Names that are to be taken away again.
class Leftovers {
 public:
  Leftovers() = default;
  Leftovers(const Leftovers&) = delete;
  Leftovers& operator=(const Leftovers&) = delete;
  ~Leftovers() {
    std::error_code ignored;
    for (const fs::path& file : files_) fs::remove(file, ignored);
  }
  void add(fs::path file) { files_.push_back(std::move(file)); }
  void forget() { files_.clear(); }

 private:
  std::vector<fs::path> files_;
};

std::string is_there(const fs::path& file) {
  return fmt::format("{} is there already; --force replaces it", file.string());
}

}  // namespace

std::optional<std::string> write_new_files(const fs::path& folder,
                                           const std::vector<std::pair<std::string, std::string>>& files,
                                           Existing existing) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) return fmt::format("{} cannot be made: {}", folder.string(), error.message());
  for (const auto& [name, content] : files) {
    if (existing == Existing::keep && fs::exists(fs::symlink_status(folder / name, error)))
      return is_there(folder / name);
    if (fs::is_directory(folder / name, error))
      return fmt::format("{} is a folder", (folder / name).string());
  }
  const auto beside = [&folder](const std::string& name) {
    return folder / fmt::format(".{}.{}.new", name, ::getpid());
  };
  Leftovers temporary;
  for (const auto& [name, content] : files) {
    temporary.add(beside(name));
    if (const int failed = write_whole(beside(name), content); failed != 0)
      return fmt::format("{} cannot be written: {}", (folder / name).string(), reason(failed));
  }
  Leftovers made;
  for (const auto& [name, content] : files) {
    const int failed = put_in_place(beside(name), folder / name, existing);
    if (failed == EEXIST) return is_there(folder / name);
    if (failed != 0) return fmt::format("{} cannot be written: {}", (folder / name).string(), reason(failed));
    if (existing == Existing::keep) made.add(folder / name);
  }
  made.forget();
  return std::nullopt;
}

}  // namespace cts
