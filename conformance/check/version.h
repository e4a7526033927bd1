#pragma once

#include <optional>
#include <ostream>
#include <string>
#include <string_view>

#include <gmock/gmock-matchers.h>

namespace cts {

/// Below 0, 0 or above 0 as version `a` is lower than `b`, the same or higher: number by number, what is
/// missing counts as 0. A number that begins with 0 is two ("2.02" is "2.0.2": nkf has called the same
/// version both). What is no number ends a version ("8.2.7-1+deb12").
int compare_versions(std::string_view a, std::string_view b);

/// The first version in `text` behind `words`: digits with dots between them; nullopt when there is none.
std::optional<std::string> version_behind(std::string_view text, std::string_view words);

/// A version that is not lower than `lowest`; every version when `lowest` is empty.
class VersionMatcher {
 public:
  using is_gtest_matcher = void;
  explicit VersionMatcher(std::string lowest) : lowest_(std::move(lowest)) {}
  bool MatchAndExplain(const std::optional<std::string>& version,
                       testing::MatchResultListener* listener) const;
  void DescribeTo(std::ostream* out) const;
  void DescribeNegationTo(std::ostream* out) const;

 private:
  std::string lowest_;
};
inline VersionMatcher IsAtLeast(std::string_view lowest) {
  return VersionMatcher(std::string(lowest));
}

}  // namespace cts
