#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace cts {

/// Whether files that are there already may be replaced.
enum class Existing { keep, replace };

/// Writes files with these contents into `folder`, which is made where it is missing. Nobody ever sees a half
/// of one: each is written beside its place and moved there when it is on the disk. Where they may not be
/// replaced, none is when one of them is there already, be it since a moment ago, and those that were made
/// are taken away again.
///
/// nullopt: they are there; else what went wrong, with the file, and nothing half-written is left.
std::optional<std::string> write_new_files(const std::filesystem::path& folder,
                                           const std::vector<std::pair<std::string, std::string>>& files,
                                           Existing existing);

}  // namespace cts
