#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace reports {

/// Keeps a folder of reports to one process at a time, for as long as this object lives, also across a crash.
/// Where the file system knows no locks it keeps nobody out. Its file is gone in the end.
class FolderLock {
 public:
  /// `who`: what another process is told, for people: "hosting-cts run against shop". The folder must be
  /// there.
  FolderLock(const std::filesystem::path& folder, const std::string& who);
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;
  ~FolderLock();

  /// Who has it, when it is not ours: "process 4711, hosting-cts run against shop".
  const std::optional<std::string>& holder() const noexcept { return holder_; }

 private:
  std::filesystem::path file_;
  int descriptor_ = -1;
  std::optional<std::string> holder_;
};

inline constexpr std::string_view lock_file_name = ".hosting-cts.lock";

}  // namespace reports
