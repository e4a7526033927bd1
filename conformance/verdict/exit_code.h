#pragma once

#include "reports/record/run_record.h"

namespace cts {

/// What the process says to whoever started it: a contract, listed in the README.
enum class ExitCode : int {
  conforms = 0,            ///< at least one scenario ran, and nothing speaks against the target
  does_not_conform = 1,    ///< a failure or an unexpected pass
  inconclusive = 2,        ///< nothing failed, but something (or everything) was not seen
  stale_expectations = 3,  ///< all well but for the expectations file
  usage = 64,              ///< wrong usage, also a selection that matches nothing
  harness_fault = 70,  ///< our own fault, leftovers, a leaked secret; also a run cut short without a failure
  not_writable = 73,   ///< reports cannot be written
  bad_input = 78,      ///< unusable target, profile or expectations
};

struct ExitPolicy {
  /// Inconclusive scenarios do not spoil the exit code, as long as one scenario did run.
  bool allow_inconclusive = false;
};

/// Of a completed record. Where it is compared with a baseline, what that one shows too does not count:
/// neither a failure nor something inconclusive. Expectations count all the same. Pure.
ExitCode exit_code_of(const reports::RunRecord& record, const ExitPolicy& policy = {});

/// What a fleet comes to. An answer that is missing is worse than a bad one, so of its hosts' codes the first
/// in this order: 70, 73, 78, 64, 1, 2, 3, 0.
ExitCode worse(ExitCode left, ExitCode right);

/// By new failures alone, and by what was judged before and is so no longer; inconclusive when the two runs
/// have nothing in common. Pure.
ExitCode exit_code_of(const reports::Comparison& comparison, const ExitPolicy& policy = {});

}  // namespace cts
