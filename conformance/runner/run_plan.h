#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "clause/clause_catalogue.h"
#include "reports/record/scenario_result.h"
#include "reports/record/shard.h"
#include "runner/selection.h"
#include "scenario/scenario.h"
#include "target/profile.h"
#include "target/target.h"

namespace cts {

/// "smoke", "standard", "slow".
std::string_view name_of(Tier tier);
std::optional<Tier> tier_named(std::string_view name);

/// What the environment says instead of --shard: GTEST_SHARD_INDEX and GTEST_TOTAL_SHARDS (GoogleTest),
/// TEST_SHARD_INDEX and TEST_TOTAL_SHARDS (Bazel), JOB_COMPLETION_INDEX (a Kubernetes Job) and
/// HOSTING_CTS_SHARDS; indices from 0. As "2/3"; empty where none of them says how many there are. An index
/// that is missing, or not below the number, gives what reports::parse_shard() refuses. `variable`: the value
/// of one, empty when it is not set.
std::string shard_of_environment(const std::function<std::string(const char*)>& variable);

/// What a person asked to be run, and how far.
struct PlanOptions {
  Selection selection{{}};
  Tier tier = Tier::standard;             ///< this and the quicker ones
  Consent consent = Consent::reversible;  ///< lowered to what the target allows
  reports::Shard shard;
};

/// Everything selected: what is to be run, and what is not, with the reason.
struct RunPlan {
  std::vector<const Scenario*> to_run;              ///< longest first
  std::vector<reports::ScenarioResult> not_to_run;  ///< verdict and message are filled in
};

/// Decides before anything is sent. Pure. Keeps the order of `scenarios` among equals.
RunPlan make_plan(const std::vector<const Scenario*>& scenarios, const ClauseCatalogue& catalogue,
                  const Profile& profile, const Target& target, const PlanOptions& options);

/// What a record says of a scenario before it is run: everything but verdict and observations.
reports::ScenarioResult describe(const Scenario& scenario, const Target& target);

/// Whether it puts the server's clock elsewhere: it names the hook set_clock.
bool moves_clock(const Scenario& scenario);

/// Mistakes in the tables themselves: an id twice or misspelt, a clause that does not exist, no body; a clock
/// that is moved, or must stand still for a login of the members' site, and is not held. Empty: sound.
std::vector<std::string> table_mistakes(const std::vector<const Scenario*>& scenarios,
                                        const ClauseCatalogue& catalogue);

}  // namespace cts
