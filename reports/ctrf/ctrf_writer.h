#pragma once

#include <string>

#include "reports/record/run_record.h"

namespace reports {

/// ctrf.json: Common Test Report Format. A test for each scenario and each fault of the suite: failed is what
/// fails the run, other what is inconclusive, skipped what did not run or is an expected failure; "rawStatus"
/// has our own verdict. Valid UTF-8 whatever the target said.
std::string write_ctrf(const RunRecord& record);

}  // namespace reports
