#pragma once

#include <mutex>
#include <string>

#include "base/script_keeper.h"
#include "files/file_tree.h"

namespace refd {

/// Moves scripts out of the customer's tree into a folder that only the operator can read, as
/// "<number>-<name>", so that nobody asks for them, runs them or fetches them any more. What has been removed
/// is safe on the disk before the customer's file goes. `files` outlives it.
class ScriptRemoval final : public ScriptKeeper {
 public:
  /// `folder` is made when the first script is removed.
  ScriptRemoval(FileTree& files, std::string folder) : files_(files), folder_(std::move(folder)) {}
  Result<std::string> remove(const std::string& path) override;

 private:
  Result<std::string> keep(const UniqueFd& script, const std::string& name);

  FileTree& files_;
  const std::string folder_;
  std::mutex one_at_a_time_;
};

}  // namespace refd
