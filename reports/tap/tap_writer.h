#pragma once

#include <string>

#include "reports/record/run_record.h"

namespace reports {

/// results.tap: Test Anything Protocol, version 13, which every reader knows. A test point for each scenario,
/// with its clauses; what did not run is skip, an expected failure todo, and an unexpected pass "not ok"
/// without todo, as producers' exit codes and TAP readers are to agree. What is inconclusive is "not ok" too.
/// A YAML block tells why. Printable, whatever the target said.
std::string write_tap(const RunRecord& record);

}  // namespace reports
