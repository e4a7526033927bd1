#pragma once

#include <string>
#include <string_view>

namespace cts {

/// `text` with "<account>" in place of every `name` that stands there as a word, in whatever case. Which of
/// the target's accounts a scenario got is chance: two runs would read differently for nothing.
std::string without_account(std::string_view text, std::string_view name);

}  // namespace cts
