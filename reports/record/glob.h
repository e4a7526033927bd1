#pragma once

#include <string_view>

namespace reports {

/// Whether `text` matches `pattern` as a whole: '*' any run of characters, '?' one, all others themselves;
/// case-sensitive. "WEB-INDEX-1" does not match "WEB-INDEX-10". Time is linear in both for a fixed pattern.
/// How RunOptions::select is read, by the run and by whoever compares runs.
bool matches_glob(std::string_view pattern, std::string_view text);

}  // namespace reports
