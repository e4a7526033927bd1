#include "files/disk_count.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <memory>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include "files/beneath.h"

namespace refd {
namespace {

// stat(2) counts in these, whatever the file system's blocks are.
constexpr std::uint64_t stat_block = 512;

constexpr int directory_flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW;
// A path in one call is limited (PATH_MAX); a script can nest deeper.
constexpr std::size_t longest_step = 4000;

struct CloseDirectory {
  void operator()(DIR* directory) const { ::closedir(directory); }
};

std::uint64_t space_of(const struct stat& status) {
  return static_cast<std::uint64_t>(status.st_blocks) * stat_block;
}

Result<UniqueFd> open_deep(int root, std::string_view path) {
  UniqueFd reached;
  while (path.size() > longest_step) {
    const auto cut = path.rfind('/', longest_step);
    auto next = open_beneath(reached ? reached.get() : root, std::string(path.substr(0, cut)), O_PATH);
    if (!next) return next;
    reached = std::move(*next);
    path.remove_prefix(cut + 1);
  }
  return open_beneath(reached ? reached.get() : root, std::string(path), directory_flags);
}

/// One walk. Directories wait in a list by their paths, so that no depth costs descriptors or stack.
class Walk {
 public:
  explicit Walk(int root, const std::string& without) : root_(root), without_(without) {}

  Result<DiskKeeper::Count> run() {
    struct stat status {};
    if (::fstat(root_, &status) != 0) return last_system_error();
    device_ = status.st_dev;
    count_.octets = count_.directory_octets = space_of(status);
    pending_.emplace_back(".");
    while (!pending_.empty()) {
      const auto path = std::move(pending_.back());
      pending_.pop_back();
      if (const auto read = read_directory(path); !read && read.error().value() != ENOENT) {
        count_.is_exact = false;
      }
    }
    return count_;
  }

 private:
  Result<void> read_directory(const std::string& path) {
    auto opened = open_deep(root_, path);
    if (!opened) return opened.error();
    const std::unique_ptr<DIR, CloseDirectory> stream(::fdopendir(opened->get()));
    if (!stream) return last_system_error();
    opened->release();  // the stream closes it
    // Each stream is read by one thread only.
    while (const dirent* found = ::readdir(stream.get())) {  // NOLINT(concurrency-mt-unsafe)
      const std::string_view name = found->d_name;
      if (name == "." || name == "..") continue;
      if (path == "." && name == without_) continue;
      struct stat status {};
      if (::fstatat(::dirfd(stream.get()), found->d_name, &status, AT_SYMLINK_NOFOLLOW) != 0) continue;
      if (status.st_dev == device_) add(path, name, status);
    }
    return {};
  }

  void add(const std::string& directory, std::string_view name, const struct stat& status) {
    ++count_.entries;
    const bool is_directory = S_ISDIR(status.st_mode);
    if (!is_directory && status.st_nlink > 1 && !seen_.insert(status.st_ino).second) return;
    count_.octets += space_of(status);
    if (S_ISREG(status.st_mode)) count_.content_octets += static_cast<std::uint64_t>(status.st_size);
    if (!is_directory) return;
    count_.directory_octets += space_of(status);
    pending_.push_back(directory == "." ? std::string(name) : directory + "/" + std::string(name));
  }

  const int root_;
  const std::string& without_;
  dev_t device_ = 0;
  DiskKeeper::Count count_;
  std::vector<std::string> pending_;
  std::set<ino_t> seen_;  // of files with several names
};

}  // namespace

Result<DiskKeeper::Count> count_disk_use(int root, const std::string& without) {
  return Walk(root, without).run();
}

std::uint64_t space_of_entry(int directory, const std::string& name) {
  struct stat status {};
  if (::fstatat(directory, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) return 0;
  return !S_ISDIR(status.st_mode) && status.st_nlink > 1 ? 0 : space_of(status);
}

std::uint64_t space_of(int fd) {
  struct stat status {};
  return ::fstat(fd, &status) == 0 ? space_of(status) : 0;
}

}  // namespace refd
