#pragma once

#include <string>

#include "reports/record/run_record.h"

namespace reports {

/// badge.svg: what a run came to, for a page that links to the report. English, no network, no font of its
/// own; what it shows is also its title, for those who hear it.
std::string write_badge(const RunRecord& record);

}  // namespace reports
