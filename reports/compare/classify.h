#pragma once

#include "reports/record/comparison.h"
#include "reports/record/run_record.h"

namespace reports {

/// The promise was seen to be broken, borne or not.
bool fails(Verdict verdict);
/// The promise was seen to be kept, expected or not.
bool passes(Verdict verdict);

/// What became of a scenario by its verdicts; nullptr where a run does not know it, and not both. What was
/// outside the selection or the shard of the later run is not run, not gone. Readings are not looked at.
Change classify(const ScenarioResult* before, const ScenarioResult* after, const RunRecord& run_before,
                const RunRecord& run_after);

}  // namespace reports
