#include "smtp/content_folder.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <system_error>

#include "base/file_writing.h"

namespace refd::smtp {
namespace {

class FileSource final : public ByteSource {
 public:
  explicit FileSource(UniqueFd file) : file_(std::move(file)), space_(piece, '\0') {}

  Result<std::string_view> next() override {
    for (;;) {
      const auto count = ::read(file_.get(), space_.data(), space_.size());
      if (count >= 0) return std::string_view(space_).substr(0, static_cast<std::size_t>(count));
      if (errno != EINTR) return last_system_error();
    }
  }

 private:
  static constexpr std::size_t piece = 65'536;
  UniqueFd file_;
  std::string space_;
};

}  // namespace

ContentFolder::ContentFolder(const std::string& path) {
  make_folder(path);
  folder_ = UniqueFd(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!folder_) throw std::system_error(errno, std::generic_category(), path);
}

Result<UniqueFd> ContentFolder::create(const std::string& id) const {
  UniqueFd file(::openat(folder_.get(), id.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (!file) return last_system_error();
  return file;
}

Result<std::unique_ptr<ByteSource>> ContentFolder::open(const std::string& id) const {
  UniqueFd file(::openat(folder_.get(), id.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  if (!file) return last_system_error();
  return std::unique_ptr<ByteSource>(std::make_unique<FileSource>(std::move(file)));
}

Result<void> ContentFolder::flush() const {
  if (::fsync(folder_.get()) != 0) return last_system_error();
  return {};
}

void ContentFolder::remove(const std::string& id) const {
  ::unlinkat(folder_.get(), id.c_str(), 0);
}

std::vector<std::string> ContentFolder::ids() const {
  std::vector<std::string> found;
  const int again = ::openat(folder_.get(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const std::unique_ptr<DIR, int (*)(DIR*)> entries(::fdopendir(again), ::closedir);
  if (!entries) return found;
  // Each stream is read by one thread only.
  while (const dirent* entry = ::readdir(entries.get())) {  // NOLINT(concurrency-mt-unsafe)
    const std::string name = static_cast<const char*>(entry->d_name);
    if (!name.starts_with('.')) found.push_back(name);
  }
  return found;
}

void make_folder(const std::string& path) {
  if (::mkdir(path.c_str(), 0700) != 0 && errno != EEXIST)
    throw std::system_error(errno, std::generic_category(), path);
  // Also when it is there: whoever made it may have been killed before he came so far.
  if (const auto synced = sync_folder(path + "/.."); !synced)
    throw std::system_error(synced.error().value(), std::generic_category(), path);
}

}  // namespace refd::smtp
