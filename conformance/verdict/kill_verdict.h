#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "reports/record/run_record.h"

namespace cts {

/// One way in which the reference server can be broken, as its desk tells it.
struct KnownDeviation {
  std::string id;
  std::vector<std::string> clauses;
  std::string summary;
};

/// What was seen while the server was broken in one way.
struct DeviationRun {
  KnownDeviation deviation;
  std::size_t acted = 0;  ///< how often the deviation did something
  std::vector<reports::ScenarioResult> results;
  std::string problem;  ///< why it could not be tried; else empty
  /// What was wrong at the first try, where this is the second; else empty.
  std::vector<std::string> first_try;
};

/// Whether a deviation was noticed by its own scenarios, and by no others.
struct DeviationVerdict {
  KnownDeviation deviation;
  std::size_t acted = 0;
  std::vector<std::string> killed_by;   ///< ids of scenarios with a finding against one of its clauses
  std::vector<std::string> collateral;  ///< "scenario: what", that other clauses were touched
  std::size_t dead_service = 0;         ///< inconclusive because the service itself is dead, rightly
  std::string problem;
  std::vector<std::string> first_try;  ///< what was wrong then, where a second was needed

  bool ok() const noexcept {
    return problem.empty() && acted > 0 && !killed_by.empty() && collateral.empty();
  }

  /// What is not as it should be, a line each; empty when ok().
  std::vector<std::string> troubles() const;
};

struct KillMatrix {
  std::vector<std::string> baseline;  ///< "scenario: what", that did not pass on the unbroken server
  std::vector<DeviationVerdict> rows;
  std::vector<std::string> never_failing;      ///< scenarios that no deviation makes fail
  std::vector<std::string> without_deviation;  ///< clauses with scenarios but without a deviation
  std::map<std::string, double> seconds;       ///< per deviation

  std::size_t killed() const;
  bool ok() const;
};

/// Pure. A scenario of several clauses is judged by the clause of each finding.
DeviationVerdict judge_deviation(const DeviationRun& run);

/// Pure. `complete`: every deviation was tried, so that what is missing can be told.
KillMatrix judge_matrix(const std::vector<reports::ScenarioResult>& baseline,
                        const std::vector<DeviationRun>& runs, bool complete);

}  // namespace cts
