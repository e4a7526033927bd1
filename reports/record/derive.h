#pragma once

#include <vector>

#include "reports/record/run_record.h"

/// The parts of a record that follow from its scenarios. Pure functions.
namespace reports {

/// `clauses` with verdict and scenarios filled from `scenarios`; a clause that a scenario names counts as
/// covered. Keeps the order of `clauses`.
std::vector<ClauseResult> derive_clause_results(std::vector<ClauseResult> clauses,
                                                const std::vector<ScenarioResult>& scenarios);

/// A step that failed, for people: what was tried, which says where (name, address and port), and what came
/// of it.
std::string told(const InterconnectionStep& step);

/// One entry per distinct root_cause of `scenarios`, with the message of the interconnection step or scenario
/// of that id. A failed step on which no scenario depends is a cause too, affecting none; a step that was not
/// tried is none. Most affected first, then by id.
std::vector<RootCause> derive_root_causes(const std::vector<InterconnectionStep>& interconnection,
                                          const std::vector<ScenarioResult>& scenarios);

/// How often each verdict occurs; every verdict has an entry.
std::map<Verdict, std::size_t> count_verdicts(const std::vector<ScenarioResult>& scenarios);

/// Sorts the scenarios by id and derives clause results, root causes and totals anew. To be called once more
/// after any change.
void complete_record(RunRecord& record);

/// Faults outside scenarios, leaked secrets and an early end, as scenarios of their own of the service
/// "harness": for formats that know nothing but tests, where a report that left them out would look green.
std::vector<ScenarioResult> harness_faults(const RunRecord& record);

/// What a run comes to. The first that applies, in this order.
enum class Conclusion {
  harness_fault,       ///< an error verdict, an error outside scenarios, or a leaked secret
  does_not_conform,    ///< a failure, or an unexpected pass
  interrupted,         ///< nothing failed, but the run was cut short
  nothing_ran,         ///< no scenario passed or failed or was inconclusive
  inconclusive,        ///< nothing failed, something is inconclusive
  stale_expectations,  ///< all well but for the expectations file
  conforms,
};

/// Of a completed record.
Conclusion conclude(const RunRecord& record);

}  // namespace reports
