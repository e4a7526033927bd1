#pragma once

#include <string>

#include "reports/record/run_record.h"

namespace reports {

/// report.html: one file that needs no network and no script, in English and Japanese: a reader switches in
/// place. Its first screen says whether the target conforms, what changed and what broke; below, from the
/// most to the least urgent, everything else. However much a target said, a run of 200 failures stays under 2
/// MB.
std::string write_html(const RunRecord& record);

/// A page of its own about what changed between two runs, in both languages as well.
std::string write_html(const Comparison& comparison);

}  // namespace reports
