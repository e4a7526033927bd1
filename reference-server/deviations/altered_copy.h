#pragma once

#include <functional>
#include <string>

#include "base/result.h"
#include "base/unique_fd.h"

namespace refd {

/// A copy in memory of what can be read from `original`, altered by `alter`; positioned at its start. Files
/// above 256 MiB fail with EFBIG.
Result<UniqueFd> altered_copy(UniqueFd original, const std::function<void(std::string&)>& alter);

/// Everything that can be read from `fd`, from its start, at most 256 MiB.
Result<std::string> whole_content(const UniqueFd& fd);

/// A file in memory that holds `content`.
Result<UniqueFd> file_in_memory(std::string_view content);

}  // namespace refd
