#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "reports/record/run_record.h"
#include "scenario/scenario.h"

namespace cts {

/// About how long a run still takes: by how long its scenarios took in an earlier run, or else by their
/// tiers, corrected by how it goes. Pure; one thread.
class RemainingTime {
 public:
  /// `earlier`: seconds by scenario id; may lack any.
  RemainingTime(std::map<std::string, reports::Seconds> earlier, unsigned jobs)
      : earlier_(std::move(earlier)), jobs_(jobs) {}

  void begin(const std::vector<const Scenario*>& to_run);
  /// Of one that is not to be run: nothing.
  void finished(const std::string& id);
  /// `elapsed`: since the beginning. nullopt when nothing is left.
  std::optional<reports::Seconds> left(reports::Seconds elapsed) const;

 private:
  std::map<std::string, reports::Seconds> earlier_;
  unsigned jobs_;
  std::map<std::string, double> waiting_;
  double whole_ = 0;
  double done_ = 0;
};

/// How long each scenario took that ran.
std::map<std::string, reports::Seconds> times_of(const reports::RunRecord& run);

/// "about 40 s left", "about 3 min left": no more exact than it is.
std::string rough_time(reports::Seconds left);

}  // namespace cts
