#include "counter/counter_query.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/percent.h"

namespace refd {
namespace {

constexpr std::size_t longest_query = 2047;
constexpr std::uint64_t largest_start = 9'999'999'999;
constexpr std::array keys = {"display", "df", "md", "dd", "st"};

using Value = std::optional<std::string>;

// The settings as they came; no value: the key was not there, or (is_broken) could not be decoded.
struct Settings {
  std::array<Value, keys.size()> values;
  std::array<bool, keys.size()> is_broken{};
};

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string lowered(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), lower);
  return out;
}

// How many octets at the head of `rest` separate two pairs.
std::size_t separator_at(std::string_view rest) {
  if (rest.front() == '&' || rest.front() == '|') return 1;
  return rest.size() >= 3 && rest[0] == '%' && rest[1] == '7' && lower(rest[2]) == 'c' ? 3 : 0;
}

void take_pair(std::string_view pair, Settings& settings) {
  const auto equals = std::min(pair.find('='), pair.size());
  const auto key = percent_decoded(pair.substr(0, equals));
  if (!key) return;
  const auto* const found = std::find(keys.begin(), keys.end(), lowered(*key));
  if (found == keys.end()) return;
  const auto index = static_cast<std::size_t>(found - keys.begin());
  settings.values[index] = percent_decoded(pair.substr(std::min(equals + 1, pair.size())));
  settings.is_broken[index] = !settings.values[index];
}

Settings taken_apart(std::string_view query) {
  Settings settings;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < query.size();) {
    const auto separator = separator_at(query.substr(i));
    if (separator == 0) {
      ++i;
      continue;
    }
    take_pair(query.substr(begin, i - begin), settings);
    begin = i += separator;
  }
  take_pair(query.substr(begin), settings);
  return settings;
}

// Decimal digits and nothing else; no sign, no blank.
std::optional<std::uint64_t> number_in(const std::string& text, std::uint64_t least, std::uint64_t most) {
  std::uint64_t number = 0;
  const auto* const end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, number);
  if (text.empty() || text.size() > 20 || error != std::errc() || stopped != end) return std::nullopt;
  return number >= least && number <= most ? std::optional(number) : std::nullopt;
}

using Mistake = std::optional<CounterMistake>;

Mistake take_display(const Value& value, CounterQuery& query) {
  if (!value) return std::nullopt;
  const auto display = lowered(*value);
  if (display == "clock") {
    query.display = CounterQuery::Display::clock;
  } else if (display == "date") {
    query.display = CounterQuery::Display::date;
  } else if (display != "counter") {
    return CounterMistake{"display is counter, clock or date"};
  }
  return std::nullopt;
}

Mistake take_design(const Value& value, const CounterPolicy& policy, CounterQuery& query) {
  query.design = policy.usual_design;
  if (!value) return std::nullopt;
  const bool is_letter = value->size() == 1 && value->front() >= 'A' && value->front() <= 'E';
  if (!is_letter) return CounterMistake{"dd is a letter from A to E"};
  query.design = policy.designs.at(static_cast<std::size_t>(value->front() - 'A'));
  return std::nullopt;
}

Mistake take_digits(const Value& value, const CounterPolicy& policy, CounterQuery& query) {
  query.digits = policy.usual_digits;
  if (!value) return std::nullopt;
  const auto digits = number_in(*value, policy.fewest_digits, policy.most_digits);
  if (!digits) return CounterMistake{"md is a number from 5 to 10"};
  if (policy.digits_are_honoured) query.digits = static_cast<unsigned>(*digits);
  return std::nullopt;
}

Mistake take_start(const Value& value, CounterQuery& query) {
  if (!value) return std::nullopt;
  query.start = number_in(*value, 1, largest_start);
  return query.start ? Mistake() : CounterMistake{"st is a number from 1 to 9999999999"};
}

}  // namespace

UnderstoodQuery understand_counter_query(std::string_view text, const CounterPolicy& policy) {
  UnderstoodQuery result;
  auto& query = result.query;
  if (text.size() > longest_query) {
    result.mistake = CounterMistake{"the settings are too long"};
    return result;
  }
  const auto settings = taken_apart(text);
  const auto& [display, domain, digits, design, start] = settings.values;
  const auto first_of = [&](std::initializer_list<Mistake> mistakes) {
    for (const auto& mistake : mistakes) {
      if (mistake && !result.mistake) result.mistake = mistake;
    }
  };
  const auto broken = [&settings](std::size_t key) {
    return settings.is_broken[key] ? Mistake(CounterMistake{"a percent sign needs two hexadecimal digits"})
                                   : std::nullopt;
  };
  first_of({broken(0), take_display(display, query), broken(3), take_design(design, policy, query)});
  // CTR-8: nothing else matters to clock and date; md only when the policy is reversed.
  const bool is_counter = query.display == CounterQuery::Display::counter;
  if (is_counter || policy.digits_cut_the_clock) first_of({broken(2), take_digits(digits, policy, query)});
  if (is_counter) first_of({broken(1), broken(4), take_start(start, query)});
  query.domain = domain;
  return result;
}

}  // namespace refd
