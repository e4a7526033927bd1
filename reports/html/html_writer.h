#pragma once

#include <string>

#include "reports/record/run_record.h"
#include "reports/text/phrases.h"

namespace reports {

/// report.html: one file that needs no network and runs no script. Its first screen says whether the target
/// conforms and what broke; below, from the most to the least urgent, everything else.
std::string write_html(const RunRecord& record, const Phrases& phrases = english());

}  // namespace reports
