#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "target/target.h"

namespace cts {

/// Program and arguments of the target's hook of that name, with `value` wherever its placeholder stands;
/// empty when the target gives none.
std::vector<std::string> hook_command(const Target& target, std::string_view hook,
                                      std::string_view value = "");

/// As the hook set_clock is told a time: RFC 3339 in UTC, whole seconds.
std::string hook_time(std::chrono::system_clock::time_point time);

}  // namespace cts
