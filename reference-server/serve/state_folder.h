#pragma once

#include <filesystem>
#include <string>

#include "base/unique_fd.h"

namespace refd {

/// The folder of everything that lasts; one that nobody named is temporary and goes with the server. Locked
/// as long as this lives: no two servers use one.
class StateFolder {
 public:
  /// `given`: made when it is not there; empty: a temporary one. Throws std::filesystem::filesystem_error,
  /// also when another server uses it.
  explicit StateFolder(const std::string& given);
  StateFolder(const StateFolder&) = delete;
  StateFolder& operator=(const StateFolder&) = delete;
  ~StateFolder();

  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path operator/(const char* name) const { return path_ / name; }

 private:
  bool temporary_;
  std::filesystem::path path_;
  UniqueFd lock_;
};

}  // namespace refd
