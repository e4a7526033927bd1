#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace refd::ssi {

/// What the groups of a regular expression took, $0 (all) to $9.
class Captures {
 public:
  static constexpr std::size_t most_groups = 10;

  Captures() = default;
  explicit Captures(std::vector<std::optional<std::string>> groups) : groups_(std::move(groups)) {}

  /// None: no such group, or it took no part in the match.
  std::optional<std::string> group(std::size_t number) const {
    return number < groups_.size() ? groups_[number] : std::nullopt;
  }

 private:
  std::vector<std::optional<std::string>> groups_;
};

struct PatternMatch {
  enum class Outcome { matched, not_matched, failed };
  Outcome outcome;
  Captures captures;  ///< of a match
};

/// Looks for the Perl-compatible regular expression `pattern` in `text`, octet by octet. Fails for a broken
/// or too large pattern, and for a search that takes too much time or memory: a page is written by somebody
/// else, and its text may come from a visitor.
PatternMatch matched(std::string_view pattern, std::string_view text);

}  // namespace refd::ssi
