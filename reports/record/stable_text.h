#pragma once

#include <string>
#include <string_view>

namespace reports {

/// `text` with every part replaced that differs between two looks at the same deployment: dates and times
/// (digits become '#', the layout stays), times in angle brackets as greetings of POP3 hold them, session
/// ids, IP addresses, the digits in host names (one of several machines answers), counts of visitors. What
/// tells a version stays. No longer than stable_text_limit. Pure.
std::string stable_text(std::string_view text);
inline constexpr std::size_t stable_text_limit = 600;

/// `text` with the id of the run that it is from replaced, for comparing it with another run's.
std::string without_run_id(std::string_view text, std::string_view run_id);

}  // namespace reports
