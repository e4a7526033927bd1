#pragma once

#include <string>
#include <variant>
#include <vector>

#include "reports/record/run_record.h"

namespace reports {

/// The record of one part of a run (--shard I/N), and where it came from, for people.
struct Part {
  std::string file;
  RunRecord record;
};

/// Why parts do not make one run: a line for each reason.
struct MergeFailure {
  std::vector<std::string> reasons;
};

/// One record of all parts of a run, completed, as if it had been run in one piece: the verdicts of each, the
/// earliest beginning and the latest end, the faults of all. Refused where a part is missing or there twice,
/// where a scenario is in two, and where the parts are of different targets, profiles, versions or
/// selections: a green report that lacks a third is worse than none. A comparison with a baseline is not
/// taken over, as each part knows only its own; nor is the search for secrets counted as done unless it was
/// in each. A single record that is no part is a whole by itself.
std::variant<RunRecord, MergeFailure> merge(const std::vector<Part>& parts);

}  // namespace reports
