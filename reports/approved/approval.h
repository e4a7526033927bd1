#pragma once

#include <string_view>

namespace reports {

/// Compares `text` with reports/approved/NAME and fails the running test at the first line that differs. With
/// the environment variable HOSTING_APPROVE=1 it writes the file instead; look at the difference before you
/// commit it.
void expect_approved(std::string_view name, std::string_view text);

}  // namespace reports
