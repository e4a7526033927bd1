#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scenario/scenario.h"

namespace cts {

/// Which scenarios a person asked for, by patterns over scenario ids and clause ids.
class Selection {
 public:
  /// No pattern: everything.
  explicit Selection(std::vector<std::string> patterns);

  bool selects(const Scenario& scenario) const;
  const std::vector<std::string>& patterns() const noexcept { return patterns_; }
  /// Patterns that match no scenario and no clause of one, in the order given.
  std::vector<std::string> unmatched(const std::vector<const Scenario*>& scenarios) const;

 private:
  std::vector<std::string> patterns_;
};

/// The one of `candidates` that was probably meant by `word`; empty when none is near.
std::string nearest(std::string_view word, const std::vector<std::string>& candidates);

/// nearest() among the ids of scenarios, their clauses and the beginnings of both, each with "*".
std::string suggestion_for(std::string_view pattern, const std::vector<const Scenario*>& scenarios);

}  // namespace cts
