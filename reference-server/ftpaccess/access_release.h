#pragma once

#include <mutex>

#include "base/access_keeper.h"
#include "files/file_tree.h"

namespace refd {

/// Releases a customer who is locked out: DIR/.ftpaccess becomes DIR/.ftpaccess.disabled, or .disabled.2 and
/// so on where that name is taken (EEXIST after 99). `files` outlives it.
class AccessRelease final : public AccessKeeper {
 public:
  explicit AccessRelease(FileTree& files) : files_(files) {}
  Result<std::string> disable(const std::string& directory) override;

 private:
  FileTree& files_;
  std::mutex one_at_a_time_;
};

}  // namespace refd
