#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "office/letter.h"

namespace refd::office {

/// Letters that wait to be printed and posted: one page each in a folder that the operator alone reads.
/// Thread-safe.
class OutTray {
 public:
  /// `folder` is made with the first letter; its parent exists.
  explicit OutTray(std::string folder) : folder_(std::move(folder)) {}

  /// Puts it there, in place of an earlier one of the same application; the file's name. Safe on the disk
  /// when it returns.
  Result<std::string> put(const Letter& letter);

  /// The names of the letters' files, in the order of their applications.
  std::vector<std::string> waiting() const;
  /// What the letter of that application says; nothing when none waits.
  std::optional<PostedSettings> settings(std::int64_t application) const;
  /// The operator has posted it: it is removed, and its password is nowhere any more. ENOENT when there is
  /// none.
  Result<void> posted(std::int64_t application);
  std::string file_of(std::int64_t application) const;

 private:
  const std::string folder_;
  mutable std::mutex mutex_;
};

}  // namespace refd::office
