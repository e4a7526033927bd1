#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>

#include "base/result.h"
#include "database/server_command.h"
#include "files/owner.h"

namespace refd::db {

/// What is needed to make a data directory.
struct DataDirectoryOptions {
  const ServerSettings& settings;
  std::optional<Owner> user;     ///< whom it belongs to; none: who we are
  std::filesystem::path folder;  ///< it is made in here
  /// A directory in memory to make it in first, which takes a fifth of the time: it is synced once when it is
  /// copied, not hundreds of times while it is made. Empty, or short of space: it is made in its folder.
  std::filesystem::path memory;
  int output = -1;  ///< where the server complains to
  std::chrono::milliseconds limit{120'000};
};

/// Sees to it that `settings.data` is there with a database's first tables. One that is there is left as it
/// is; one that was begun and not completed is made anew.
Result<void> provide_data_directory(const DataDirectoryOptions& options);

}  // namespace refd::db
