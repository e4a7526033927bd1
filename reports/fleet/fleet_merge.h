#pragma once

#include <string>
#include <variant>
#include <vector>

#include "reports/fleet/fleet_files.h"
#include "reports/merge/merge.h"

namespace reports {

/// One fleet of the parts that several machines judged. Refused where a host is there twice, or is missing:
/// one that a part says belongs to the fleet, one of `expected`, or a whole part. A host of which only some
/// scenarios ran is no host yet. The exit code is left to the caller.
std::variant<FleetRecord, MergeFailure> merge_fleet(const std::vector<FleetPart>& parts,
                                                    const std::vector<std::string>& expected);

}  // namespace reports
