#include "reports/compare/same_reading.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <vector>

#include "reports/record/stable_text.h"
#include "reports/text/safe_text.h"

namespace reports {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

struct Timeless {
  std::string text;
  std::vector<double> seconds;
};

/// "stopped after 5 s" is "stopped after  s" and 5.
Timeless without_times(std::string_view text) {
  Timeless result;
  for (std::size_t at = 0; at < text.size();) {
    double number = 0;
    const auto [end, error] =
        std::from_chars(text.data() + at, text.data() + text.size(), number, std::chars_format::fixed);
    const std::size_t after = static_cast<std::size_t>(end - text.data());
    const std::string_view unit = text.substr(std::min(after, text.size()), 3);
    const bool is_time =
        is_digit(text[at]) && error == std::errc() &&
        (unit == " s" || (unit.starts_with(" s") && !std::isalnum(static_cast<unsigned char>(unit[2]))));
    if (is_time) {
      result.seconds.push_back(number);
      at = after;
      continue;
    }
    // A number stays whole: "15 s" is no 5.
    do {
      result.text += text[at++];
    } while (at < text.size() && is_digit(text[at - 1]) && is_digit(text[at]));
  }
  return result;
}

bool about_the_same(double before, double after) {
  constexpr double few = 3;
  constexpr double half_as_much = 1.5;
  const double longer = std::max(before, after);
  const double shorter = std::min(before, after);
  return longer - shorter <= few || longer <= shorter * half_as_much;
}

}  // namespace

std::string comparable(std::string_view text, std::string_view run_id) {
  return valid_utf8(stable_text(valid_utf8(without_run_id(text, run_id))));
}

std::string comparable_reading(std::string_view name, std::string_view value, std::string_view run_id) {
  std::string text = comparable(value, run_id);
  if (name.ends_with("_layout")) std::replace_if(text.begin(), text.end(), is_digit, '#');
  return text;
}

bool same_reading(std::string_view before, std::string_view after) {
  if (before == after) return true;
  const Timeless left = without_times(before);
  const Timeless right = without_times(after);
  return left.text == right.text && left.seconds.size() == right.seconds.size() &&
         std::equal(left.seconds.begin(), left.seconds.end(), right.seconds.begin(), about_the_same);
}

}  // namespace reports
