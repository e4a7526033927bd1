#include "reports/record/comparison.h"

#include <algorithm>

namespace reports {
namespace {

struct Row {
  Change change;
  std::string_view words;
  std::string_view key;
};

constexpr std::array rows{
    Row{Change::new_failure, "new failure", "new_failure"},
    Row{Change::lost_sight, "no longer judged", "lost_sight"},
    Row{Change::newly_borne, "fails now, as expected", "newly_borne"},
    Row{Change::fixed, "fixed", "fixed"},
    Row{Change::still_failing, "still failing", "still_failing"},
    Row{Change::changed, "changed but conforming", "changed"},
    Row{Change::seen_again, "judged again", "seen_again"},
    Row{Change::appeared, "new scenario", "appeared"},
    Row{Change::not_run, "not run", "not_run"},
    Row{Change::gone, "gone", "gone"},
    Row{Change::same, "same", "same"},
};
static_assert(rows.size() == all_changes.size());

const Row& row_of(Change change) {
  const auto* found =
      std::find_if(rows.begin(), rows.end(), [change](const Row& row) { return row.change == change; });
  return found == rows.end() ? rows.back() : *found;
}

}  // namespace

std::string_view to_string(Change change) {
  return row_of(change).words;
}

std::string_view to_key(Change change) {
  return row_of(change).key;
}

std::optional<Change> parse_change(std::string_view key) {
  for (const Row& row : rows) {
    if (row.key == key) return row.change;
  }
  return std::nullopt;
}

std::size_t count(const Comparison& comparison, Change change) {
  if (change == Change::same) return comparison.same;
  return static_cast<std::size_t>(
      std::count_if(comparison.scenarios.begin(), comparison.scenarios.end(),
                    [change](const ScenarioChange& each) { return each.change == change; }));
}

bool differs(const Comparison& comparison) {
  return !comparison.terms.empty() || !comparison.steps.empty() || !comparison.traits.empty() ||
         !comparison.services_not_compared.empty() ||
         std::any_of(
             comparison.scenarios.begin(), comparison.scenarios.end(), [](const ScenarioChange& each) {
               return each.change != Change::still_failing || !each.readings.empty() || !each.replies.empty();
             });
}

}  // namespace reports
