#pragma once

#include <string>
#include <string_view>

namespace reports {

/// `text` of the run `run_id` as it is compared with another run's: valid UTF-8 of what stays the same.
std::string comparable(std::string_view text, std::string_view run_id);

/// The value of a reading, comparable: of one whose name ends in "_layout" (how a counter shows the time)
/// only the layout.
std::string comparable_reading(std::string_view name, std::string_view value, std::string_view run_id);

/// Whether two comparable readings say the same: times in them ("stopped after 5 s") may differ by some
/// seconds or by half, and large numbers in a sentence (the size of a message, told by the target) by a
/// thousandth.
bool same_reading(std::string_view before, std::string_view after);

}  // namespace reports
