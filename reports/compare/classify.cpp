#include "reports/compare/classify.h"

#include <algorithm>

#include "reports/record/glob.h"

namespace reports {
namespace {

/// Whether the run would have had the scenario in its record if its suite knew it. Of a shard nobody can
/// tell.
bool would_have(const RunRecord& run, const ScenarioResult& scenario) {
  if (!run.options.shard.empty()) return false;
  if (run.options.select.empty()) return true;
  return std::any_of(run.options.select.begin(), run.options.select.end(), [&](const std::string& pattern) {
    return matches_glob(pattern, scenario.id) ||
           std::any_of(scenario.clauses.begin(), scenario.clauses.end(),
                       [&](const std::string& clause) { return matches_glob(pattern, clause); });
  });
}

bool was_left_out(Verdict verdict) {
  return verdict == Verdict::not_run || verdict == Verdict::not_applicable;
}

bool is_judged(Verdict verdict) {
  return fails(verdict) || passes(verdict);
}

Change of_one_that_is_missing(const ScenarioResult& before, const RunRecord& run_after) {
  if (would_have(run_after, before)) return Change::gone;
  return was_left_out(before.verdict) ? Change::same : Change::not_run;
}

/// A failure that the run before does not show is new, also when that one did not look.
Change of_one_that_was_missing(const ScenarioResult& after, const RunRecord& run_before) {
  if (after.verdict == Verdict::fail) return Change::new_failure;
  if (after.verdict == Verdict::expected_failure) return Change::newly_borne;
  if (would_have(run_before, after)) return Change::appeared;
  return passes(after.verdict) ? Change::seen_again : Change::same;
}

Change of_a_failure(const ScenarioResult& before, const ScenarioResult& after) {
  if (before.verdict == Verdict::fail) return Change::still_failing;
  // With expectations that say why it does not count, it fails in another way than it did.
  const bool as_before = before.verdict == Verdict::expected_failure && after.expectation.empty();
  return as_before ? Change::still_failing : Change::new_failure;
}

}  // namespace

bool fails(Verdict verdict) {
  return verdict == Verdict::fail || verdict == Verdict::expected_failure;
}

bool passes(Verdict verdict) {
  return verdict == Verdict::pass || verdict == Verdict::unexpected_pass;
}

Change classify(const ScenarioResult* before, const ScenarioResult* after, const RunRecord& run_before,
                const RunRecord& run_after) {
  if (after == nullptr) return of_one_that_is_missing(*before, run_after);
  if (before == nullptr) return of_one_that_was_missing(*after, run_before);
  if (after->verdict == Verdict::fail) return of_a_failure(*before, *after);
  if (after->verdict == Verdict::expected_failure)
    return fails(before->verdict) ? Change::still_failing : Change::newly_borne;
  if (passes(after->verdict)) {
    if (fails(before->verdict)) return Change::fixed;
    return passes(before->verdict) ? Change::same : Change::seen_again;
  }
  if (!is_judged(before->verdict)) return Change::same;
  return was_left_out(after->verdict) ? Change::not_run : Change::lost_sight;
}

}  // namespace reports
