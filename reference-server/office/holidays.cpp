#include "office/holidays.h"

#include <array>
#include <stdexcept>
#include <utility>

#include "embedded/holiday_decrees.h"

namespace refd::office {

namespace {

using std::chrono::days;
using std::chrono::Monday;
using std::chrono::Sunday;
using std::chrono::weekday;
using std::chrono::year_month_day;

constexpr int forever = 9999;

struct FixedHoliday {
  unsigned month;
  unsigned day;
  int first_year;
  int last_year;
  std::string_view name;
};

constexpr std::array fixed_holidays = {
    FixedHoliday{1, 1, 1949, forever, "元日"},           FixedHoliday{2, 11, 1967, forever, "建国記念の日"},
    FixedHoliday{2, 23, 2020, forever, "天皇誕生日"},    FixedHoliday{4, 29, 1989, 2006, "みどりの日"},
    FixedHoliday{4, 29, 2007, forever, "昭和の日"},      FixedHoliday{5, 3, 1949, forever, "憲法記念日"},
    FixedHoliday{5, 4, 2007, forever, "みどりの日"},     FixedHoliday{5, 5, 1949, forever, "こどもの日"},
    FixedHoliday{7, 20, 1996, 2002, "海の日"},           FixedHoliday{8, 11, 2016, forever, "山の日"},
    FixedHoliday{9, 15, 1966, 2002, "敬老の日"},         FixedHoliday{11, 3, 1948, forever, "文化の日"},
    FixedHoliday{11, 23, 1948, forever, "勤労感謝の日"}, FixedHoliday{12, 23, 1989, 2018, "天皇誕生日"},
};

struct MondayHoliday {
  unsigned month;
  unsigned which;  // Monday of the month
  int first_year;
  int last_year;
  std::string_view name;
};

constexpr std::array monday_holidays = {
    MondayHoliday{1, 2, 2000, forever, "成人の日"},      MondayHoliday{7, 3, 2003, forever, "海の日"},
    MondayHoliday{9, 3, 2003, forever, "敬老の日"},      MondayHoliday{10, 2, 2000, 2019, "体育の日"},
    MondayHoliday{10, 2, 2020, forever, "スポーツの日"},
};

// The almanac's day of an equinox, which the calendar of 1980 to 2099 follows by this formula; each is
// proclaimed in the February before.
unsigned equinox(int year, double in_1980) {
  return static_cast<unsigned>(in_1980 + 0.242194 * (year - 1980)) - static_cast<unsigned>((year - 1980) / 4);
}

std::string_view name_by_rule(const year_month_day& date) {
  const int year = static_cast<int>(date.year());
  const auto month = static_cast<unsigned>(date.month());
  const auto day = static_cast<unsigned>(date.day());
  for (const auto& row : fixed_holidays) {
    if (row.month == month && row.day == day && row.first_year <= year && year <= row.last_year)
      return row.name;
  }
  for (const auto& row : monday_holidays) {
    if (row.month == month && row.first_year <= year && year <= row.last_year &&
        weekday(Day(date)) == Monday && (day - 1) / 7 + 1 == row.which)
      return row.name;
  }
  if (month == 3 && day == equinox(year, 20.8431)) return "春分の日";
  if (month == 9 && day == equinox(year, 23.2488)) return "秋分の日";
  return {};
}

std::string_view without_blanks(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

Holidays::Decree decree_of(std::string_view line) {
  const auto day = parse_day(line.substr(0, 10));
  const auto rest = without_blanks(line.substr(std::min<std::size_t>(10, line.size())));
  if (!day || rest.empty()) throw std::invalid_argument("no \"DAY + NAME\" or \"DAY -\"");
  const auto name = without_blanks(rest.substr(1));
  const bool adds = rest.front() == '+' && !name.empty();
  const bool takes = rest.front() == '-' && name.empty();
  if (!adds && !takes) throw std::invalid_argument("no \"DAY + NAME\" or \"DAY -\"");
  return {*day, adds, std::string(name)};
}

}  // namespace

Holidays::Holidays(std::vector<Decree> decrees) {
  for (auto& decree : decrees) decrees_[decree.day] = std::move(decree);
}

std::string Holidays::proper_name(Day day) const {
  if (const auto decree = decrees_.find(day); decree != decrees_.end())
    return decree->second.is_holiday ? decree->second.name : std::string();
  return std::string(name_by_rule(day));
}

// Article 3. Paragraph 2: the first day after a holiday on a Sunday that is none itself; before 2007 the
// Monday alone. Paragraph 3: the day between two holidays; before 2007 neither a Sunday nor such a
// substitute.
std::string Holidays::name(Day day) const {
  if (auto proper = proper_name(day); !proper.empty()) return proper;
  const bool new_law = year_month_day(day).year() >= std::chrono::year(2007);
  for (auto before = day - days(1); !proper_name(before).empty(); before -= days(1)) {
    if (weekday(before) == Sunday) return "振替休日";
    if (!new_law) break;
  }
  const bool between = !proper_name(day - days(1)).empty() && !proper_name(day + days(1)).empty();
  if (between && (new_law || weekday(day) != Sunday)) return "国民の休日";
  return {};
}

std::vector<Holidays::Decree> Holidays::decreed() {
  return read_decrees(embedded::holiday_decrees);
}

std::vector<Holidays::Decree> Holidays::read_decrees(std::string_view text) {
  std::vector<Decree> decrees;
  for (unsigned number = 1; !text.empty(); ++number) {
    const auto line = without_blanks(text.substr(0, text.find('\n')));
    text.remove_prefix(
        std::min(text.size(), text.find('\n') == std::string_view::npos ? text.size() : text.find('\n') + 1));
    if (line.empty() || line.front() == '#') continue;
    try {
      decrees.push_back(decree_of(line));
    } catch (const std::invalid_argument& mistake) {
      throw std::invalid_argument("line " + std::to_string(number) + ": " + mistake.what());
    }
  }
  return decrees;
}

}  // namespace refd::office
