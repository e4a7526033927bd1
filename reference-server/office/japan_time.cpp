#include "office/japan_time.h"

#include <charconv>

#include <fmt/format.h>

namespace refd::office {

namespace {

constexpr std::chrono::hours ahead_of_utc{9};

}  // namespace

JapanTime in_japan(Clock::time_point moment) {
  const auto local = std::chrono::floor<std::chrono::seconds>(moment) + ahead_of_utc;
  const auto day = std::chrono::floor<std::chrono::days>(local);
  return {Day(day), local - day};
}

Clock::time_point moment_of(const JapanTime& time) {
  return time.day + time.since_midnight - ahead_of_utc;
}

std::string written(Day day) {
  const std::chrono::year_month_day date(day);
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()));
}

std::string written(const JapanTime& time) {
  const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(time.since_midnight).count();
  return fmt::format("{} {:02}:{:02}", written(time.day), minutes / 60, minutes % 60);
}

std::optional<Day> parse_day(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto number = [&](std::size_t at, std::size_t length) {
    unsigned value = 0;
    const auto* const end = text.data() + at + length;
    const auto read = std::from_chars(text.data() + at, end, value);
    return read.ec == std::errc() && read.ptr == end ? static_cast<int>(value) : -1;
  };
  const int year = number(0, 4);
  const int month = number(5, 2);
  const int day = number(8, 2);
  if (year < 0 || month < 0 || day < 0) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok()) return std::nullopt;
  return Day(date);
}

}  // namespace refd::office
