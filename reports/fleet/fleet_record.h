#pragma once

#include <array>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reports/record/run_record.h"

/// What runs over several hosts found, as plain values, and what follows from them. Pure.
namespace reports {

/// Version of the shape of fleet.json.
inline constexpr int fleet_schema_version = 1;

/// One host of a fleet: its run, or why there is none.
struct FleetHost {
  /// Its target file's name without ".toml": "shop". Names its folder of reports; no two hosts share one.
  std::string key;
  std::string target_file;
  /// What its run alone would have ended with: 0 when it conforms.
  int exit_code = 0;
  /// Why it was not judged; empty when it was.
  std::string problem;
  /// Slim (see slim()); its target is called by its own name, not by the key.
  std::optional<RunRecord> run;

  bool operator==(const FleetHost&) const = default;
};

struct FleetRecord {
  Tool tool;
  Moment started_at{};
  Moment ended_at{};
  bool interrupted = false;
  /// "2/3": which part of the fleet these hosts are; empty for the whole.
  std::string shard;
  /// Every host of the fleet, those of other parts too, sorted.
  std::vector<std::string> all_hosts;
  /// "hosts-at-once": "4".
  std::map<std::string, std::string> options;
  /// The worst of the hosts', in the order that the README gives.
  int exit_code = 0;
  /// Sorted by key.
  std::vector<FleetHost> hosts;

  bool operator==(const FleetRecord&) const = default;
};

/// `record` with what a fleet's reports show of it: no dialogues, no findings that passed, no readings, and
/// of the texts the beginning. A thousand hosts fit in memory.
RunRecord slim(RunRecord record);

/// What one host comes to, from best to worst.
enum class HostState { conforms, stale_expectations, inconclusive, does_not_conform, not_judged };
inline constexpr std::array all_host_states{HostState::does_not_conform, HostState::not_judged,
                                            HostState::inconclusive, HostState::stale_expectations,
                                            HostState::conforms};
HostState state_of(const FleetHost& host);
/// "does_not_conform".
std::string_view to_key(HostState state);
std::size_t count(const FleetRecord& fleet, HostState state);

/// The worst first, then by key.
std::vector<const FleetHost*> worst_first(const FleetRecord& fleet);

/// Clauses that a host breaks, the worst verdict first, in the catalogue's order.
std::vector<const ClauseResult*> broken_clauses(const RunRecord& run);

/// What a host keeps of the clauses of one service.
struct ChapterState {
  /// The worst of its clauses; not_run when nothing was looked at.
  Verdict verdict = Verdict::not_run;
  std::size_t kept = 0;
  std::size_t broken = 0;
  /// Clauses that were judged.
  std::size_t judged = 0;
};
ChapterState chapter_of(const RunRecord& run, const std::string& service);
/// Services of all runs, in the catalogue's order.
std::vector<std::string> chapters(const FleetRecord& fleet);

/// The same scenarios fail on the same hosts: likely one cause.
struct SharedFailure {
  /// Keys, sorted; at least two.
  std::vector<std::string> hosts;
  /// Ids of scenarios that fail there, and of root causes there, sorted.
  std::vector<std::string> scenarios;
  std::vector<std::string> causes;
  std::vector<std::string> clauses;
  /// Why, as one of the hosts has it.
  std::string message;
  /// What the software of these hosts has in common, and that of no other judged host has: {"ftp greeting",
  /// "220 …"}.
  std::vector<std::pair<std::string, std::string>> theirs_alone;

  bool operator==(const SharedFailure&) const = default;
};
/// Those of most hosts first, then of most scenarios.
std::vector<SharedFailure> shared_failures(const FleetRecord& fleet);

}  // namespace reports
