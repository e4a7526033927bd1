#pragma once

#include <chrono>
#include <vector>

#include "doctor/diagnosis.h"
#include "survey/survey.h"
#include "target/profile.h"
#include "target/target.h"

namespace cts {

/// Where to look at a target, to compare what is claimed with what is there. Mail is left alone where there
/// is no account for it; what answers without being claimed is found too, as far as it is POP over TLS.
SurveyPlan survey_plan_of(const Profile& profile, const Target& target);

/// What the profile claims, and the target shows otherwise: ports, sizes, certificates, the clock, what "/"
/// gives. Whether a service answers at all is not told again. Pure.
std::vector<Diagnosis> compare_claims(const Profile& profile, const Target& target, const Survey& seen,
                                      std::chrono::sys_seconds now);

}  // namespace cts
