#pragma once

#include <vector>

#include "clause/clause_catalogue.h"
#include "doctor/diagnosis.h"
#include "scenario/scenario.h"
#include "target/profile.h"
#include "target/target.h"

namespace cts {

/// What becomes of the scenarios.
ScenarioCount count_scenarios(const std::vector<const Scenario*>& scenarios, const ClauseCatalogue& catalogue,
                              const Profile& profile, const Target& target);

/// What the target lacks, with how many scenarios are not run for want of it, the most first; what only the
/// command line would have to allow is no such thing. Pure.
std::vector<Diagnosis> left_out(const std::vector<const Scenario*>& scenarios,
                                const ClauseCatalogue& catalogue, const Profile& profile,
                                const Target& target);

}  // namespace cts
