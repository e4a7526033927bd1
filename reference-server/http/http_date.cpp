#include "http/http_date.h"

#include <array>

#include "http/text.h"

namespace refd::http {

namespace {

using std::chrono::sys_seconds;

constexpr std::array<std::string_view, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::array<std::string_view, 7> days = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<std::string_view, 7> long_days = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                       "Thursday", "Friday", "Saturday"};

struct Parts {
  unsigned weekday, day, month, year, hour, minute, second;
};

Parts parts_of(sys_seconds time) {
  const auto date = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day calendar(date);
  const std::chrono::hh_mm_ss clock(time - date);
  return {
      std::chrono::weekday(date).c_encoding(),       static_cast<unsigned>(calendar.day()),
      static_cast<unsigned>(calendar.month()),       static_cast<unsigned>(static_cast<int>(calendar.year())),
      static_cast<unsigned>(clock.hours().count()),  static_cast<unsigned>(clock.minutes().count()),
      static_cast<unsigned>(clock.seconds().count())};
}

void append_two(unsigned value, std::string& out) {
  out += static_cast<char>('0' + value / 10 % 10);
  out += static_cast<char>('0' + value % 10);
}

void append_four(unsigned value, std::string& out) {
  append_two(value / 100, out);
  append_two(value % 100, out);
}

void append_time(const Parts& parts, std::string& out) {
  append_two(parts.hour, out);
  out += ':';
  append_two(parts.minute, out);
  out += ':';
  append_two(parts.second, out);
}

// Takes the parts of a date off the front of a text; once something does not fit, it stays failed.
class DateReader {
 public:
  explicit DateReader(std::string_view text) : rest_(text) {}

  unsigned number(std::size_t digits) {
    unsigned value = 0;
    for (std::size_t i = 0; i < digits; ++i) {
      if (i >= rest_.size() || !is_digit(rest_[i])) return fail();
      value = value * 10 + static_cast<unsigned>(rest_[i] - '0');
    }
    rest_.remove_prefix(digits);
    return value;
  }
  template <class Names>
  unsigned one_of(const Names& names) {
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (!rest_.starts_with(names[i])) continue;
      rest_.remove_prefix(names[i].size());
      return static_cast<unsigned>(i);
    }
    return fail();
  }
  void literal(std::string_view expected) {
    if (!rest_.starts_with(expected)) {
      fail();
      return;
    }
    rest_.remove_prefix(expected.size());
  }
  bool next_is(char c) const { return rest_.starts_with(c); }
  void time(Parts& parts) {
    parts.hour = number(2);
    literal(":");
    parts.minute = number(2);
    literal(":");
    parts.second = number(2);
  }
  bool finished() const { return !failed_ && rest_.empty(); }

 private:
  unsigned fail() {
    failed_ = true;
    rest_ = {};
    return 0;
  }
  std::string_view rest_;
  bool failed_ = false;
};

std::optional<sys_seconds> assemble(const DateReader& reader, const Parts& parts) {
  const std::chrono::year_month_day date(std::chrono::year(static_cast<int>(parts.year)),
                                         std::chrono::month(parts.month), std::chrono::day(parts.day));
  if (!reader.finished() || !date.ok() || parts.hour > 23 || parts.minute > 59 || parts.second > 60)
    return {};
  return std::chrono::sys_days(date) + std::chrono::hours(parts.hour) + std::chrono::minutes(parts.minute) +
         std::chrono::seconds(parts.second);
}

// Sun, 06 Nov 1994 08:49:37 GMT
std::optional<sys_seconds> parse_fixdate(std::string_view text) {
  DateReader reader(text);
  Parts parts{};
  reader.one_of(days);
  reader.literal(", ");
  parts.day = reader.number(2);
  reader.literal(" ");
  parts.month = reader.one_of(months) + 1;
  reader.literal(" ");
  parts.year = reader.number(4);
  reader.literal(" ");
  reader.time(parts);
  reader.literal(" GMT");
  return assemble(reader, parts);
}

// Sunday, 06-Nov-94 08:49:37 GMT
std::optional<sys_seconds> parse_rfc850(std::string_view text) {
  DateReader reader(text);
  Parts parts{};
  reader.one_of(long_days);
  reader.literal(", ");
  parts.day = reader.number(2);
  reader.literal("-");
  parts.month = reader.one_of(months) + 1;
  reader.literal("-");
  const auto two_digits = reader.number(2);
  parts.year = two_digits + (two_digits < 70 ? 2000 : 1900);
  reader.literal(" ");
  reader.time(parts);
  reader.literal(" GMT");
  return assemble(reader, parts);
}

// Sun Nov  6 08:49:37 1994
std::optional<sys_seconds> parse_asctime(std::string_view text) {
  DateReader reader(text);
  Parts parts{};
  reader.one_of(days);
  reader.literal(" ");
  parts.month = reader.one_of(months) + 1;
  reader.literal(" ");
  if (reader.next_is(' ')) {
    reader.literal(" ");
    parts.day = reader.number(1);
  } else {
    parts.day = reader.number(2);
  }
  reader.literal(" ");
  reader.time(parts);
  reader.literal(" ");
  parts.year = reader.number(4);
  return assemble(reader, parts);
}

}  // namespace

std::string http_date(std::chrono::system_clock::time_point time) {
  const auto parts = parts_of(std::chrono::floor<std::chrono::seconds>(time));
  std::string out;
  out.reserve(29);
  out.append(days[parts.weekday]).append(", ");
  append_two(parts.day, out);
  out.append(" ").append(months[parts.month - 1]).append(" ");
  append_four(parts.year, out);
  out += ' ';
  append_time(parts, out);
  return out.append(" GMT");
}

std::optional<sys_seconds> parse_http_date(std::string_view text) {
  if (const auto time = parse_fixdate(text)) return time;
  if (const auto time = parse_rfc850(text)) return time;
  return parse_asctime(text);
}

void append_log_time(std::chrono::system_clock::time_point time, std::string& out) {
  // Japan has kept UTC+9 without summer time since 1952, so no zone table is needed.
  const auto parts = parts_of(std::chrono::floor<std::chrono::seconds>(time) + std::chrono::hours(9));
  append_two(parts.day, out);
  out.append("/").append(months[parts.month - 1]).append("/");
  append_four(parts.year, out);
  out += ':';
  append_time(parts, out);
  out.append(" +0900");
}

}  // namespace refd::http
