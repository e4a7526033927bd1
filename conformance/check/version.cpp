#include "check/version.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <vector>

namespace cts {
namespace {

constexpr std::string_view digits = "0123456789";
constexpr std::string_view digits_and_dots = "0123456789.";

std::vector<std::uint64_t> numbers_of(std::string_view version) {
  std::vector<std::uint64_t> numbers;
  version = version.substr(0, version.find_first_not_of(digits_and_dots));
  while (!version.empty()) {
    std::string_view number = version.substr(0, version.find('.'));
    version.remove_prefix(std::min(number.size() + 1, version.size()));
    if (number.size() > 1 && number.front() == '0') {
      numbers.push_back(0);
      number.remove_prefix(1);
    }
    std::uint64_t value = 0;
    std::from_chars(number.data(), number.data() + number.size(), value);
    numbers.push_back(value);
  }
  while (!numbers.empty() && numbers.back() == 0) numbers.pop_back();
  return numbers;
}

}  // namespace

int compare_versions(std::string_view a, std::string_view b) {
  const auto left = numbers_of(a);
  const auto right = numbers_of(b);
  if (left == right) return 0;
  return left < right ? -1 : 1;
}

std::optional<std::string> version_behind(std::string_view text, std::string_view words) {
  const std::size_t at = text.find(words);
  if (at == std::string_view::npos) return std::nullopt;
  text.remove_prefix(at + words.size());
  const std::size_t first = text.find_first_of(digits);
  if (first == std::string_view::npos) return std::nullopt;
  text.remove_prefix(first);
  text = text.substr(0, text.find_first_not_of(digits_and_dots));
  while (text.ends_with('.')) text.remove_suffix(1);
  return std::string(text);
}

bool VersionMatcher::MatchAndExplain(const std::optional<std::string>& version,
                                     testing::MatchResultListener* listener) const {
  if (!version) {
    *listener << "no version";
    return false;
  }
  return compare_versions(*version, lowest_) >= 0;
}

void VersionMatcher::DescribeTo(std::ostream* out) const {
  *out << "a version";
  if (!lowest_.empty()) *out << " that is not lower than " << lowest_;
}

void VersionMatcher::DescribeNegationTo(std::ostream* out) const {
  *out << "no version";
  if (!lowest_.empty()) *out << ", or one lower than " << lowest_;
}

}  // namespace cts
