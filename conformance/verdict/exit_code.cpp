#include "verdict/exit_code.h"

#include <algorithm>

#include "reports/record/derive.h"

namespace cts {
namespace {

bool something_was_judged(const reports::RunRecord& record) {
  return std::any_of(record.scenarios.begin(), record.scenarios.end(), [](const auto& scenario) {
    return scenario.verdict == reports::Verdict::pass ||
           scenario.verdict == reports::Verdict::expected_failure;
  });
}

}  // namespace

ExitCode exit_code_of(const reports::RunRecord& record, const ExitPolicy& policy) {
  using reports::Conclusion;
  switch (reports::conclude(record)) {
    case Conclusion::harness_fault:
    case Conclusion::interrupted:
      return ExitCode::harness_fault;
    case Conclusion::does_not_conform:
      return ExitCode::does_not_conform;
    case Conclusion::nothing_ran:
      return ExitCode::inconclusive;
    case Conclusion::inconclusive:
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
