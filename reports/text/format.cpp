#include "reports/text/format.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

#include "reports/text/safe_text.h"

namespace reports {
namespace {

double sane(Seconds duration) {
  const double seconds = duration.count();
  return std::isfinite(seconds) && seconds > 0 ? seconds : 0.0;
}

struct NumberedClause {
  std::string_view prefix;
  int number = -1;
};

/// "WEB-INDEX-3" → {"WEB-INDEX-", 3}; number -1 when it does not end in one.
NumberedClause split_clause(std::string_view clause) {
  const std::size_t dash = clause.rfind('-');
  if (dash == std::string_view::npos) return {clause};
  const std::string_view digits = clause.substr(dash + 1);
  int number = -1;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error != std::errc{} || end != digits.data() + digits.size()) return {clause};
  return {clause.substr(0, dash + 1), number};
}

/// How many of `clauses` from `first` on follow each other without a gap; at least 1.
std::size_t run_length(const std::vector<std::string>& clauses, std::size_t first) {
  const NumberedClause start = split_clause(clauses[first]);
  std::size_t length = 1;
  while (start.number >= 0 && first + length < clauses.size()) {
    const NumberedClause next = split_clause(clauses[first + length]);
    if (next.prefix != start.prefix || next.number != start.number + static_cast<int>(length)) break;
    ++length;
  }
  return length;
}

/// The number in text[at, at + count), which must be all digits; -1 otherwise.
int digits_at(std::string_view text, std::size_t at, std::size_t count) {
  int value = 0;
  for (const char c : text.substr(at, count)) {
    if (c < '0' || c > '9') return -1;
    value = value * 10 + (c - '0');
  }
  return value;
}

}  // namespace

std::string duration_text(Seconds duration) {
  const double seconds = sane(duration);
  if (seconds >= 60) {
    const auto whole = std::llround(seconds);
    return fmt::format("{} min {:02} s", whole / 60, whole % 60);
  }
  return seconds < 10 ? fmt::format("{:.2f} s", seconds) : fmt::format("{:.1f} s", seconds);
}

std::string seconds_three_decimals(Seconds duration) {
  return fmt::format("{:.3f}", sane(duration));
}

std::string moment_text(Moment moment) {
  const auto since_epoch = std::chrono::floor<std::chrono::milliseconds>(moment);
  const auto day = std::chrono::floor<std::chrono::days>(since_epoch);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss time{since_epoch - day};
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     time.hours().count(), time.minutes().count(), time.seconds().count(),
                     time.subseconds().count());
}

std::optional<Moment> parse_moment(std::string_view text) {
  constexpr std::string_view shape = "0000-00-00T00:00:00.000Z";
  constexpr std::size_t fraction_at = 19;
  const bool has_fraction = text.size() == shape.size();
  if (!has_fraction && text.size() != fraction_at + 1) return std::nullopt;
  for (std::size_t i = 0; i < fraction_at; ++i) {
    if (shape[i] != '0' && text[i] != shape[i]) return std::nullopt;
  }
  if (text.back() != 'Z' || (has_fraction && text[fraction_at] != '.')) return std::nullopt;

  const int year = digits_at(text, 0, 4);
  const int month = digits_at(text, 5, 2);
  const int day = digits_at(text, 8, 2);
  const int hours = digits_at(text, 11, 2);
  const int minutes = digits_at(text, 14, 2);
  const int seconds = digits_at(text, 17, 2);
  const int milliseconds = has_fraction ? digits_at(text, 20, 3) : 0;
  // A clock counts nanoseconds from 1970, for some centuries.
  constexpr int first_year = 1970;
  constexpr int last_year = 2200;
  if (year < first_year || year > last_year || month < 0 || day < 0 || milliseconds < 0) return std::nullopt;
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59 || seconds < 0 || seconds > 60)
    return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{year},
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok()) return std::nullopt;
  return std::chrono::sys_days{date} + std::chrono::hours{hours} + std::chrono::minutes{minutes} +
         std::chrono::seconds{seconds} + std::chrono::milliseconds{milliseconds};
}

std::string clause_list(const std::vector<std::string>& clauses) {
  std::string result;
  for (std::size_t i = 0; i < clauses.size();) {
    const std::size_t length = run_length(clauses, i);
    if (!result.empty()) result += ", ";
    result += printable(clauses[i], Lines::join);
    if (length >= 3) {
      result += fmt::format("…{}", split_clause(clauses[i + length - 1]).number);
      i += length;
    } else {
      ++i;
    }
  }
  return result;
}

std::string_view without_clause(std::string_view message, const std::vector<std::string>& clauses) {
  for (const std::string& clause : clauses) {
    const std::string prefix = clause + ": ";
    if (message.starts_with(prefix)) return message.substr(prefix.size());
  }
  return message;
}

std::string counted(std::size_t count, std::string_view singular, std::string_view plural) {
  return fmt::format("{} {}", count, count == 1 ? singular : plural);
}

std::string transcript_text(std::span<const TranscriptEntry> entries, std::size_t limit) {
  std::string result;
  for (const TranscriptEntry& entry : entries) {
    const std::string head = fmt::format("{:>7} {} {} ", seconds_three_decimals(entry.at),
                                         printable(entry.channel, Lines::join), arrow(entry.direction));
    const std::string indent(display_width(head), ' ');
    std::string_view prefix = head;
    const std::string text = printable(without_line_end(entry.text), Lines::keep);
    for (std::size_t start = 0; start <= text.size();) {
      const std::size_t end = std::min(text.find('\n', start), text.size());
      result += prefix;
      result += std::string_view(text).substr(start, end - start);
      result += '\n';
      prefix = indent;
      start = end + 1;
    }
  }
  return shortened(result, limit);
}

std::string_view arrow(Direction direction) {
  switch (direction) {
    case Direction::sent:
      return "→";
    case Direction::received:
      return "←";
    case Direction::note:
      break;
  }
  return "·";
}

}  // namespace reports
