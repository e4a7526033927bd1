#pragma once

#include <vector>

#include "reports/record/comparison.h"
#include "reports/record/run_record.h"

namespace reports {

/// What makes two runs less comparable: another target, profile, selection, version of suite or clauses, …
std::vector<TermChange> term_changes(const RunRecord& before, const RunRecord& after);

}  // namespace reports
