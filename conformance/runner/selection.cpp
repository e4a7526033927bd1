#include "runner/selection.h"

#include <algorithm>
#include <numeric>
#include <set>
#include <utility>

#include "reports/record/glob.h"

namespace cts {
namespace {

using reports::matches_glob;

bool names(std::string_view pattern, const Scenario& scenario) {
  return matches_glob(pattern, scenario.id) ||
         std::any_of(scenario.clauses.begin(), scenario.clauses.end(),
                     [pattern](std::string_view clause) { return matches_glob(pattern, clause); });
}

/// Changes that make one the other: a letter added, left out or replaced, or two that have changed places
/// (optimal string alignment). Letters that differ only in case cost nothing.
std::size_t distance(std::string_view left, std::string_view right) {
  const auto same = [](char a, char b) {
    const auto lower = [](char c) {
      return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    };
    return lower(a) == lower(b);
  };
  std::vector<std::size_t> before(right.size() + 1);
  std::vector<std::size_t> above(right.size() + 1);
  std::vector<std::size_t> row(right.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= left.size(); ++i) {
    before = std::exchange(above, row);
    row[0] = i;
    for (std::size_t j = 1; j <= right.size(); ++j) {
      const std::size_t replaced = above[j - 1] + (same(left[i - 1], right[j - 1]) ? 0 : 1);
      row[j] = std::min({replaced, row[j - 1] + 1, above[j] + 1});
      const bool swapped =
          i > 1 && j > 1 && same(left[i - 1], right[j - 2]) && same(left[i - 2], right[j - 1]);
      if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
    }
  }
  return row[right.size()];
}

}  // namespace

Selection::Selection(std::vector<std::string> patterns) : patterns_(std::move(patterns)) {}

bool Selection::selects(const Scenario& scenario) const {
  return patterns_.empty() || std::any_of(patterns_.begin(), patterns_.end(),
                                          [&](const auto& pattern) { return names(pattern, scenario); });
}

std::vector<std::string> Selection::unmatched(const std::vector<const Scenario*>& scenarios) const {
  std::vector<std::string> missing;
  for (const std::string& pattern : patterns_) {
    const bool known = std::any_of(scenarios.begin(), scenarios.end(),
                                   [&](const Scenario* scenario) { return names(pattern, *scenario); });
    if (!known) missing.push_back(pattern);
  }
  return missing;
}

std::string nearest(std::string_view word, const std::vector<std::string>& candidates) {
  std::string best;
  std::size_t best_distance = std::max<std::size_t>(2, word.size() / 3) + 1;
  for (const std::string& candidate : candidates) {
    const std::size_t so_far = distance(word.substr(0, 200), candidate);
    if (so_far < best_distance) {
      best_distance = so_far;
      best = candidate;
    }
  }
  return best;
}

std::string suggestion_for(std::string_view pattern, const std::vector<const Scenario*>& scenarios) {
  std::set<std::string> candidates;
  const auto add = [&candidates](std::string_view id, char separator) {
    candidates.emplace(id);
    for (std::size_t end = id.find(separator); end != std::string_view::npos;
         end = id.find(separator, end + 1))
      candidates.emplace(std::string(id.substr(0, end + 1)) + "*");
  };
  for (const Scenario* scenario : scenarios) {
    add(scenario->id, '.');
    for (const std::string_view clause : scenario->clauses) add(clause, '-');
  }
  return nearest(pattern, {candidates.begin(), candidates.end()});
}

}  // namespace cts
