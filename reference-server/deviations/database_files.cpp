#include "deviations/database_files.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <filesystem>

namespace refd {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view name = "mysql";
constexpr std::string_view directory_path = "/mysql";

}  // namespace

bool DatabaseFiles::holds(const TreePath& path) {
  const std::string_view text = path.text();
  return text == directory_path || text.starts_with("/mysql/");
}

std::string DatabaseFiles::place_of(const TreePath& path) const {
  return directory_ + std::string(std::string_view(path.text()).substr(directory_path.size()));
}

DirectoryEntry DatabaseFiles::top() const {
  FileFacts facts;
  facts.kind = FileKind::directory;
  facts.mode = 0755;
  facts.modified = std::chrono::system_clock::now();
  return {std::string(name), facts};
}

Result<FileFacts> DatabaseFiles::facts(const TreePath& path) const {
  struct stat given {};
  if (::lstat(place_of(path).c_str(), &given) != 0) return last_system_error();
  FileFacts facts;
  facts.kind = S_ISDIR(given.st_mode) ? FileKind::directory : FileKind::regular;
  facts.size = static_cast<std::uint64_t>(given.st_size);
  facts.mode = S_ISDIR(given.st_mode) ? 0755 : 0644;
  facts.modified = std::chrono::system_clock::from_time_t(given.st_mtime);
  facts.inode = given.st_ino;
  return facts;
}

Result<std::vector<DirectoryEntry>> DatabaseFiles::list(const TreePath& directory) const {
  std::vector<DirectoryEntry> entries;
  std::error_code error;
  for (fs::directory_iterator entry(place_of(directory), error), end; !error && entry != end;
       entry.increment(error)) {
    const auto entry_name = entry->path().filename().string();
    if (const auto known = facts(directory.child(entry_name))) entries.push_back({entry_name, *known});
  }
  if (error) return system_error(error.value());
  return entries;
}

Result<UniqueFd> DatabaseFiles::open(const TreePath& path) const {
  UniqueFd file(::open(place_of(path).c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  if (!file) return last_system_error();
  return file;
}

}  // namespace refd
