#pragma once

#include <string>
#include <vector>

#include "files/file_tree.h"

namespace refd {

/// FTP-DB-1 broken: the databases' files as a directory "/mysql" of the customer's tree, to be read only.
class DatabaseFiles {
 public:
  explicit DatabaseFiles(std::string directory) : directory_(std::move(directory)) {}

  /// Whether the path is that directory, or lies in it.
  static bool holds(const TreePath& path);
  /// Its entry in "/".
  DirectoryEntry top() const;

  Result<FileFacts> facts(const TreePath& path) const;
  Result<std::vector<DirectoryEntry>> list(const TreePath& directory) const;
  Result<UniqueFd> open(const TreePath& path) const;

 private:
  std::string place_of(const TreePath& path) const;

  const std::string directory_;
};

}  // namespace refd
