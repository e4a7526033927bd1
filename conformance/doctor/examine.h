#pragma once

#include <string>
#include <vector>

#include "clause/clause_catalogue.h"
#include "doctor/diagnosis.h"
#include "scenario/scenario.h"
#include "target/profile.h"
#include "target/target.h"

namespace cts {

/// What is to be examined.
struct Patient {
  const Profile& profile;
  std::string profile_file;  ///< or a built-in profile's name
  const Target& target;
  std::vector<const Scenario*> scenarios;
  const ClauseCatalogue& catalogue;
};

/// Everything that keeps a target from being judged, or makes the judgement thinner or wrong: reviews both
/// files, tries hooks' programs and vantage points on this machine, reaches each service and logs in once,
/// logs into each mail account, and compares what is claimed with what is there. Changes nothing on the
/// target. Ends within a few of the target's deadlines.
Examination examine(const Patient& patient);

}  // namespace cts
