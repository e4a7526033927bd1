#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "clause/clause_catalogue.h"
#include "reports/record/run_record.h"
#include "runner/run_plan.h"
#include "runner/worker_pool.h"
#include "scenario/scenario.h"
#include "target/profile.h"
#include "target/target.h"

namespace cts {

/// Who is told how a run goes. One thread.
class RunObserver {
 public:
  RunObserver() = default;
  RunObserver(const RunObserver&) = delete;
  RunObserver& operator=(const RunObserver&) = delete;
  virtual ~RunObserver() = default;

  /// The scenarios that are in the record, of which `to_run` will be run by workers.
  virtual void begin(const std::vector<const Scenario*>& to_run) = 0;
  virtual void interconnected(const std::vector<reports::InterconnectionStep>& steps) = 0;
  virtual void started(const Scenario& scenario) = 0;
  /// Also of what is not run, with the reason as message.
  virtual void finished(const reports::ScenarioResult& result) = 0;
};

/// What is to be judged, and with what. References outlive the run.
struct RunRequest {
  const Target& target;
  const Profile& profile;
  const ClauseCatalogue& catalogue;
  std::vector<const Scenario*> scenarios;  ///< all there are; the plan selects
  PlanOptions plan;
  std::string run_id;
  std::string journal;  ///< file; begun anew
  /// Leave the removal of what scenarios could not remove to the caller.
  bool keep_leftovers = false;
  /// Look at the target's software, to be compared with another run's.
  bool fingerprint = false;
};

/// Plans, looks whether the target answers, lets `pool` run what can be run, removes what a killed scenario
/// left and verifies that nothing is left. The result is complete but for options and secrets check. Throws
/// only when the journal cannot be written.
reports::RunRecord perform_run(const RunRequest& request, WorkerPool& pool, RunObserver& observer);

/// A new run's id, [a-z0-9]{8}; the same for the same seed.
std::string run_id_of(std::uint64_t seed);

}  // namespace cts
