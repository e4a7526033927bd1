#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "clause/clause_catalogue.h"
#include "runner/reference_server.h"
#include "runner/selection.h"
#include "scenario/scenario.h"
#include "verdict/kill_verdict.h"

namespace cts {

struct KillMatrixRequest {
  std::string program;  ///< hosting-refd
  std::string site;
  std::string folder;  ///< for the servers' states; exists
  const ClauseCatalogue& catalogue;
  std::vector<const Scenario*> scenarios;  ///< all there are
  Selection selection;
  std::string deviations = "*";  ///< glob
  /// Every scenario against every deviation; otherwise those that tried_against() takes.
  bool thorough = false;
  unsigned servers = 3;
  unsigned jobs_per_server = 3;
  /// argv of a worker for a target file and a journal.
  std::function<std::vector<std::string>(const std::string& target, const std::string& journal)> worker;
  /// Told of each deviation as it is done; calls do not overlap.
  std::function<void(const DeviationVerdict& verdict, double seconds)> on_done;
  const std::atomic<bool>* stop = nullptr;  ///< ends early when it becomes true
};

struct KillMatrixResult {
  KillMatrix matrix;
  std::size_t untried = 0;         ///< deviations that it had not come to when it was told to stop
  bool no_such_deviation = false;  ///< the glob matches none
  std::vector<std::string> known;  ///< ids of all deviations
};

/// Runs the scenarios against sound servers, then against each deviation, and judges. Throws
/// std::runtime_error when a server cannot be started.
KillMatrixResult run_kill_matrix(const KillMatrixRequest& request);

}  // namespace cts
