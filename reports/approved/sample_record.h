#pragma once

#include "reports/record/run_record.h"

namespace reports {

/// A completed record with every verdict, a dead service, hostile bytes in every text that comes from a
/// target, leftovers and Japanese. Always the same.
RunRecord mixed_record();

/// A completed record of a run in which everything passed.
RunRecord passing_record();

}  // namespace reports
