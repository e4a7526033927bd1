#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "reports/record/scenario_result.h"
#include "scenario/scenario.h"
#include "target/profile.h"
#include "target/target.h"

namespace cts {

class Footprint;
class OperatorHand;

/// What a scenario is run with.
struct RunSurroundings {
  const Target& target;
  const Profile& profile;
  Footprint& footprint;
  OperatorHand& operator_hand;
  std::string run_id;
  std::vector<std::size_t> mail_accounts = {};  ///< numbers of the target's that the scenario has for itself
};

/// Runs one scenario in this process: body, cleaning up, verdict. Whatever a body throws becomes an error
/// verdict; never throws for what target or body do.
reports::ScenarioResult run_scenario(const Scenario& scenario, const RunSurroundings& surroundings);

/// Makes what a scenario claims coherent, as an error where it is not: a verdict at all, a failure that says
/// what failed, findings only for its own clauses. Pure.
void check_coherence(reports::ScenarioResult& result);

}  // namespace cts
