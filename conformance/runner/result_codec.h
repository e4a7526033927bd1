#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reports/record/scenario_result.h"

namespace cts {

/// What the runner tells a worker: the scenario to run, as part of which run, with which of the target's mail
/// accounts.
struct Job {
  std::string scenario;
  std::string run_id;
  std::vector<std::size_t> mail_accounts;
  friend bool operator==(const Job&, const Job&) = default;
};
/// Without a line end.
std::string job_line(const Job& job);
Job read_job(std::string_view line);

/// What a worker tells the runner, one line each.
struct WorkerEvent {
  enum class Kind { started, finished };
  Kind kind = Kind::started;
  std::string id;                  ///< of the scenario
  reports::ScenarioResult result;  ///< only when finished
};

/// One line without a line end. Loses nothing: texts that are not UTF-8 are carried as octets.
std::string encode(const WorkerEvent& event);
/// nullopt when the line is no event (a scenario that printed something, a torn line).
std::optional<WorkerEvent> decode(std::string_view line);

}  // namespace cts
