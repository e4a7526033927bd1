#include "reports/compare/same_reading.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <utility>
#include <vector>

#include "reports/record/stable_text.h"
#include "reports/text/safe_text.h"

namespace reports {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// A text, with every number of its replaced: "stopped after # s" and 5.
struct Numbered {
  struct Number {
    std::string written;
    bool is_time = false;
  };
  std::string text;
  std::vector<Number> numbers;
};

bool ends_word(std::string_view text, std::size_t at) {
  return at >= text.size() || std::isalnum(static_cast<unsigned char>(text[at])) == 0;
}

Numbered numbered(std::string_view text) {
  Numbered result;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    while (end < text.size() && (is_digit(text[end]) || (text[end] == '.' && end > at &&
                                                         end + 1 < text.size() && is_digit(text[end + 1]))))
      ++end;
    if (end == at) {
      result.text += text[at++];
      continue;
    }
    const bool is_time = text.substr(end).starts_with(" s") && ends_word(text, end + 2);
    result.numbers.push_back({std::string(text.substr(at, end - at)), is_time});
    result.text += '#';
    at = end;
  }
  return result;
}

bool about_the_same(const Numbered::Number& before, const Numbered::Number& after) {
  if (before.written == after.written) return true;
  double was = 0;
  double is = 0;
  for (const auto& [number, value] : {std::pair(&before, &was), std::pair(&after, &is)}) {
    const std::string& written = number->written;
    const auto [end, error] =
        std::from_chars(written.data(), written.data() + written.size(), *value, std::chars_format::fixed);
    if (error != std::errc() || end != written.data() + written.size()) return false;
  }
  constexpr double few_seconds = 3;
  constexpr double half_as_much = 1.5;
  constexpr double large = 10'000;
  constexpr double a_thousandth_more = 1.001;
  const double longer = std::max(was, is);
  const double shorter = std::min(was, is);
  if (before.is_time) return longer - shorter <= few_seconds || longer <= shorter * half_as_much;
  return shorter >= large && longer <= shorter * a_thousandth_more;
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
  const Numbered left = numbered(before);
  const Numbered right = numbered(after);
  // A number alone is a limit that the target tells.
  return left.text == right.text && left.text != "#" && left.numbers.size() == right.numbers.size() &&
         std::equal(left.numbers.begin(), left.numbers.end(), right.numbers.begin(), about_the_same);
}

}  // namespace reports
