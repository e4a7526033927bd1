#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "base/log.h"
#include "files/file_tree.h"
#include "ftpaccess/access_file.h"

namespace refd {

/// The access files of one tree, understood. Each is read anew whenever it is asked for, so that a change
/// bites at once whatever its time stamp says; what is kept is the understanding of a text already seen.
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

 private:
  struct Seen {
    std::string text;
    std::string trouble;
    std::shared_ptr<const AccessFile> file;
  };

  Seen look_at(const TreePath& path, bool& exists);
  void report(const TreePath& path, const Seen& seen) const;

  FileTree& files_;
  const Log log_;
  std::mutex mutex_;
  std::map<TreePath, Seen> seen_;
};

}  // namespace refd
