#include "verdict/exit_code.h"

#include <algorithm>
#include <array>

#include "reports/record/derive.h"

namespace cts {
namespace {

bool something_was_judged(const reports::RunRecord& record) {
  return std::any_of(record.scenarios.begin(), record.scenarios.end(), [](const auto& scenario) {
    return scenario.verdict == reports::Verdict::pass ||
           scenario.verdict == reports::Verdict::expected_failure;
  });
}

/// What the expectations say that the run's failures do not: these count whatever the baseline shows.
ExitCode by_expectations(const reports::RunRecord& record) {
  const bool passes_unexpectedly =
      std::any_of(record.scenarios.begin(), record.scenarios.end(),
                  [](const auto& scenario) { return scenario.verdict == reports::Verdict::unexpected_pass; });
  if (passes_unexpectedly) return ExitCode::does_not_conform;
  return record.stale_expectations.empty() ? ExitCode::conforms : ExitCode::stale_expectations;
}

ExitCode since_the_baseline(const reports::RunRecord& record, const ExitPolicy& policy) {
  const ExitCode by_changes = exit_code_of(*record.comparison, policy);
  const ExitCode by_file = by_expectations(record);
  if (by_changes == ExitCode::does_not_conform || by_file == ExitCode::does_not_conform)
    return ExitCode::does_not_conform;
  if (record.interrupted) return ExitCode::harness_fault;
  return by_changes == ExitCode::conforms ? by_file : by_changes;
}

constexpr std::array worst_first{
    ExitCode::harness_fault,    ExitCode::not_writable, ExitCode::bad_input,          ExitCode::usage,
    ExitCode::does_not_conform, ExitCode::inconclusive, ExitCode::stale_expectations, ExitCode::conforms};

}  // namespace

ExitCode worse(ExitCode left, ExitCode right) {
  return std::find(worst_first.begin(), worst_first.end(), left) <
                 std::find(worst_first.begin(), worst_first.end(), right)
             ? left
             : right;
}

ExitCode exit_code_of(const reports::Comparison& comparison, const ExitPolicy& policy) {
  using reports::Change;
  if (count(comparison, Change::new_failure) > 0) return ExitCode::does_not_conform;
  if (comparison.judged_by_both == 0) return ExitCode::inconclusive;
  const bool service_lost = std::any_of(comparison.steps.begin(), comparison.steps.end(),
                                        [](const reports::StepChange& step) { return !step.ok_after; });
  const bool unsure = service_lost || count(comparison, Change::lost_sight) > 0;
  return unsure && !policy.allow_inconclusive ? ExitCode::inconclusive : ExitCode::conforms;
}

ExitCode exit_code_of(const reports::RunRecord& record, const ExitPolicy& policy) {
  using reports::Conclusion;
  switch (reports::conclude(record)) {
    case Conclusion::harness_fault:
    case Conclusion::interrupted:
      return ExitCode::harness_fault;
    case Conclusion::does_not_conform:
      return record.comparison ? since_the_baseline(record, policy) : ExitCode::does_not_conform;
    case Conclusion::nothing_ran:
      return ExitCode::inconclusive;
    case Conclusion::inconclusive:
      if (record.comparison) return since_the_baseline(record, policy);
      if (!policy.allow_inconclusive || !something_was_judged(record)) return ExitCode::inconclusive;
      return record.stale_expectations.empty() ? ExitCode::conforms : ExitCode::stale_expectations;
    case Conclusion::stale_expectations:
      return ExitCode::stale_expectations;
    case Conclusion::conforms:
      return ExitCode::conforms;
  }
  return ExitCode::harness_fault;
}

}  // namespace cts
