#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace refd {

/// All of it, to where the file stands.
Result<void> write_whole(int file, std::string_view octets);

/// Has the names in a folder on the disk.
Result<void> sync_folder(const std::string& folder);

}  // namespace refd
