#pragma once

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "reports/record/shard.h"
#include "target/target.h"

/// Which hosts a fleet is of, and which of them must not be judged at the same time.
namespace cts {

struct FleetTarget {
  /// Names the host and the folder of its reports: the file's name without ".toml", and without ".target"
  /// before it.
  std::string key;
  std::string file;
  friend bool operator==(const FleetTarget&, const FleetTarget&) = default;
};

struct FleetTargets {
  /// Sorted by key.
  std::vector<FleetTarget> targets;
  /// Why there is no fleet, a line each: a folder that cannot be read or holds none, two files of one name.
  std::vector<std::string> mistakes;
};

/// `files`, and the *.toml in `folder` unless that is empty: of these only *.target.toml where there are any,
/// since profiles and expectations may lie beside them.
FleetTargets fleet_targets(const std::vector<std::string>& files, const std::string& folder);

/// Every `shard.count`-th host.
std::vector<FleetTarget> part_of(const std::vector<FleetTarget>& targets, const reports::Shard& shard);

/// The names and addresses of the machines that a target's customers meet: two targets that share one are not
/// judged at the same time, since accounts and load could be the same. `addresses_of` asks for a name that
/// has none in the file.
std::set<std::string> places_of(
    const Target& target, const std::function<std::vector<std::string>(const std::string&)>& addresses_of);

}  // namespace cts
