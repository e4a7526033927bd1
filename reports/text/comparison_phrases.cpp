#include "reports/text/comparison_phrases.h"

namespace reports {
namespace {

constexpr ComparisonPhrases english_phrases{
    .title = "What changed since the baseline",
    .baseline = "Baseline",
    .no_difference = "No difference",
    .nothing_in_common = "The two runs judged no scenario in common: nothing can be said",
    .new_failures = "New failures",
    .lost_sight = "No longer judged",
    .newly_borne = "Fail now, as their expectations say",
    .fixed = "Fixed",
    .still_failing = "Still failing",
    .changed = "Changed but conforming",
    .seen_again = "Judged now, and not before",
    .appeared = "New scenarios",
    .not_run = "Not run this time",
    .gone = "Gone from the suite",
    .services = "Services",
    .software = "The target's software",
    .readings = "Choices of the target",
    .replies = "Reply codes",
    .times = "Times",
    .terms = "Other conditions",
    .what = "What",
    .before = "Before",
    .after = "Now",
    .in_order = "in order",
    .not_in_order = "not in order",
    .median = "Median",
    .none = "none",
    .same = "The same",
    .not_compared = "looked at by one run only",
    .not_selected = "not selected",
    .scenarios = "scenarios",
    .run = "run",
    .stop = ". ",
    .more = "more",
};

}  // namespace

std::string_view ComparisonPhrases::heading(Change change) const {
  switch (change) {
    case Change::new_failure:
      return new_failures;
    case Change::lost_sight:
      return lost_sight;
    case Change::newly_borne:
      return newly_borne;
    case Change::fixed:
      return fixed;
    case Change::still_failing:
      return still_failing;
    case Change::changed:
      return changed;
    case Change::seen_again:
      return seen_again;
    case Change::appeared:
      return appeared;
    case Change::not_run:
      return not_run;
    case Change::gone:
      return gone;
    case Change::same:
      break;
  }
  return same;
}

const ComparisonPhrases& english_comparison() {
  return english_phrases;
}

}  // namespace reports
