#pragma once

#include <string>
#include <vector>

#include "survey/survey.h"
#include "target/profile.h"

namespace cts {

/// One offer as a draft makes it, and why.
struct DraftedOffer {
  std::string name;  ///< as [offers] has it
  bool made = false;
  std::string why;
};

/// The plan that a profile is drafted upon.
struct PlanChoice {
  std::string plan;
  std::string why;
  std::vector<DraftedOffer> offers;  ///< every one, in the order of offer_names()

  bool offers_named(std::string_view name) const;
};

/// The plan that promises what is nearest to what was seen, and what a draft upon it offers: what answers is
/// offered, what does not is not; what cannot be seen from outside is what the dedicated plan promises, where
/// there is a way to try it.
PlanChoice choose_plan(const Survey& seen);

}  // namespace cts
