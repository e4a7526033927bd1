#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_flow.h"
#include "base/unique_fd.h"

namespace refd::smtp {

/// A folder of files that hold the messages too large for the queue's table, one a message, under its id.
class ContentFolder {
 public:
  /// Makes the folder where it is missing. Throws std::system_error that names it.
  explicit ContentFolder(const std::string& path);

  /// A new, empty file, for writing.
  Result<UniqueFd> create(const std::string& id) const;
  Result<std::unique_ptr<ByteSource>> open(const std::string& id) const;
  /// The files' names are on the disk when this returns.
  Result<void> flush() const;
  void remove(const std::string& id) const;
  std::vector<std::string> ids() const;

 private:
  UniqueFd folder_;
};

/// Makes a folder where it is missing; its name is on the disk then. Throws std::system_error that names it.
void make_folder(const std::string& path);

}  // namespace refd::smtp
