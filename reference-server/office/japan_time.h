#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace refd::office {

/// A day of the calendar, wherever its clock is. The office's is Japan's.
using Day = std::chrono::sys_days;

/// A moment as the office's clock shows it. Japan is nine hours ahead of UTC, in summer too.
struct JapanTime {
  Day day;
  std::chrono::seconds since_midnight{0};

  friend bool operator==(const JapanTime&, const JapanTime&) = default;
};

JapanTime in_japan(Clock::time_point moment);
Clock::time_point moment_of(const JapanTime& time);

/// "2027-02-11".
std::string written(Day day);
/// "2027-02-11 13:59".
std::string written(const JapanTime& time);
/// The day of "2027-02-11"; nullopt for anything else, also a day that does not exist.
std::optional<Day> parse_day(std::string_view text);

}  // namespace refd::office
