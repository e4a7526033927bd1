#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/log.h"
#include "files/file_tree.h"
#include "ftpaccess/access_file.h"

namespace refd {

/// The access files of one tree, understood. A change bites at once: each file is looked at whenever it is
/// asked for, and read anew unless nothing about it can have changed since. (A modification time alone would
/// not tell: a customer can set it, and it has seconds only.)
/// Thread-safe; `files` outlives it.
class AccessStore {
 public:
  AccessStore(FileTree& files, Log log);
  AccessStore(const AccessStore&) = delete;
  AccessStore& operator=(const AccessStore&) = delete;
  ~AccessStore() = default;

  /// The access file at `path`, whose directory is a real place; null when there is none, or when the server
  /// itself cannot search its directory, so that nobody gets there anyway. A directory of that name, a link,
  /// and what cannot be read or is larger than largest_access_file is unusable. Remarks go to the log, once
  /// for each change.
  std::shared_ptr<const AccessFile> read(const TreePath& path);
  /// Those called `name` in `directory`, a real place, and in every directory above it that have one, the
  /// nearest first.
  std::vector<std::shared_ptr<const AccessFile>> read_upwards(const TreePath& directory,
                                                              std::string_view name);

 private:
  struct Seen {
    std::string text;
    std::string trouble;
    std::shared_ptr<const AccessFile> file;
    std::optional<FileStamp> stamp;  ///< when it tells of every later change
  };

  std::shared_ptr<const AccessFile> read_anew(const TreePath& path, const std::optional<FileStamp>& stamp);
  std::shared_ptr<const AccessFile> known(const TreePath& path, const FileStamp& stamp);
  Seen look_at(const TreePath& path, bool& exists);
  void report(const TreePath& path, const Seen& seen) const;

  FileTree& files_;
  const Log log_;
  std::mutex mutex_;
  std::map<TreePath, Seen> seen_;
};

}  // namespace refd
