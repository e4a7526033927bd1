#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "office/japan_time.h"

namespace refd::office {

/// Japan's national holidays by the Act on National Holidays (1948, as amended), from 2000 to 2099: fixed
/// days, Mondays, equinoxes, the substitute for a Sunday, the day between two holidays. What a year's own law
/// moves, adds or takes away is no rule: it is told as a decree.
class Holidays {
 public:
  /// One day that a law of its own makes a holiday, or none.
  struct Decree {
    Day day;
    bool is_holiday = true;
    std::string name;
  };

  explicit Holidays(std::vector<Decree> decrees = decreed());

  /// The holiday's name; empty when it is none. A Sunday is no holiday unless it has a name of its own.
  std::string name(Day day) const;
  bool is_holiday(Day day) const { return !name(day).empty(); }

  /// Laws of single years that are known with this program (2019 … 2021).
  static std::vector<Decree> decreed();
  /// Decrees as a file has them: lines "2019-05-01 + name" for a holiday, "2020-07-20 -" for none, "#" for
  /// remarks. Throws std::invalid_argument with the number of a line that is no such.
  static std::vector<Decree> read_decrees(std::string_view text);

 private:
  /// A day with a name of its own, by rule or decree: what the law calls a national holiday.
  std::string proper_name(Day day) const;

  std::map<Day, Decree> decrees_;
};

}  // namespace refd::office
