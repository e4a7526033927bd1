#pragma once

#include <string_view>

#include "base/result.h"

namespace refd {

/// What SITE CHMOD's mode makes of `current`: three or four octal digits, or chmod(1)'s symbols ("u+x",
/// "go-w,a+r", "u=rwX"). `X` is x on directories and where somebody has x already. EINVAL when it is neither.
Result<unsigned> parse_file_mode(std::string_view text, unsigned current, bool is_directory);

}  // namespace refd
