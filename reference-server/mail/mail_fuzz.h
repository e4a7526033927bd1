#pragma once

#include <string_view>

namespace refd {

/// What scripts leave for the mail service; see drop_fuzz.cpp.
void check_drop(std::string_view text);
/// … read by somebody who takes the message to begin after its own first empty line.
void check_drop_after_the_header(std::string_view text);

}  // namespace refd
