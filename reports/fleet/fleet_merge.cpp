#include "reports/fleet/fleet_merge.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "reports/record/shard.h"

namespace reports {
namespace {

using Reasons = std::vector<std::string>;

/// Whoever claims a million of something is told of the first few.
constexpr std::size_t most_told = 10;

void check_shards(const std::vector<FleetPart>& parts, Reasons& reasons) {
  std::map<std::size_t, std::string> seen;
  std::size_t count = 0;
  std::string first;
  for (const FleetPart& part : parts) {
    if (part.fleet.shard.empty()) continue;
    const auto shard = parse_shard(part.fleet.shard);
    if (!shard) {
      reasons.push_back(fmt::format("{}: '{}' is no part of a whole", part.folder, part.fleet.shard));
      return;
    }
    if (count != 0 && shard->count != count) {
      reasons.push_back(
          fmt::format("{}: a part of {}, but {} is one of {}", part.folder, shard->count, first, count));
      return;
    }
    count = shard->count;
    if (first.empty()) first = part.folder;
    const auto [where, is_new] = seen.emplace(shard->number, part.folder);
    if (!is_new)
      reasons.push_back(
          fmt::format("{}: part {}/{} is also in {}", part.folder, shard->number, count, where->second));
  }
  std::size_t missing = 0;
  for (std::size_t number = 1; number <= count && missing < most_told; ++number) {
    if (seen.contains(number)) continue;
    ++missing;
    reasons.push_back(fmt::format("part {}/{} is missing", number, count));
  }
}

void check_hosts(const std::vector<FleetPart>& parts, const std::vector<std::string>& expected,
                 Reasons& reasons) {
  std::map<std::string, std::string> where;
  std::map<std::string, std::string> runs;
  std::map<std::string, std::string> wanted;
  for (const std::string& key : expected) wanted.emplace(key, "the target files");
  for (const FleetPart& part : parts) {
    for (const std::string& key : part.fleet.all_hosts) wanted.emplace(key, part.folder);
    for (const FleetHost& host : part.fleet.hosts) {
      const auto [at, is_new] = where.emplace(host.key, part.folder);
      if (!is_new) reasons.push_back(fmt::format("{}: {} is also in {}", part.folder, host.key, at->second));
      if (!host.run) continue;
      const std::string& shard = host.run->options.shard;
      if (!shard.empty())
        reasons.push_back(
            fmt::format("{}: {} is part {} of a run: merge its parts first", part.folder, host.key, shard));
      const auto [same, is_other] = runs.emplace(host.run->run_id + " " + host.run->target.name, host.key);
      if (!is_other && same->second != host.key)
        reasons.push_back(fmt::format("{}: {} is the same run as {}", part.folder, host.key, same->second));
    }
  }
  std::size_t told = 0;
  for (const auto& [key, by] : wanted) {
    if (where.contains(key)) continue;
    if (++told > most_told) return;
    reasons.push_back(fmt::format("{} is missing, of which {} told", key, by));
  }
}

void check_versions(const std::vector<FleetPart>& parts, Reasons& reasons) {
  for (const FleetPart& part : parts) {
    if (part.fleet.tool.version != parts.front().fleet.tool.version)
      reasons.push_back(fmt::format("{}: version '{}', but {} has '{}'", part.folder, part.fleet.tool.version,
                                    parts.front().folder, parts.front().fleet.tool.version));
  }
}

}  // namespace

std::variant<FleetRecord, MergeFailure> merge_fleet(const std::vector<FleetPart>& parts,
                                                    const std::vector<std::string>& expected) {
  if (parts.empty()) return MergeFailure{{"there is nothing to merge"}};
  Reasons reasons;
  check_versions(parts, reasons);
  check_shards(parts, reasons);
  check_hosts(parts, expected, reasons);
  if (!reasons.empty()) return MergeFailure{std::move(reasons)};

  FleetRecord whole = parts.front().fleet;
  for (auto part = parts.begin() + 1; part != parts.end(); ++part) {
    whole.started_at = std::min(whole.started_at, part->fleet.started_at);
    whole.ended_at = std::max(whole.ended_at, part->fleet.ended_at);
    whole.interrupted = whole.interrupted || part->fleet.interrupted;
    whole.options.insert(part->fleet.options.begin(), part->fleet.options.end());
    whole.hosts.insert(whole.hosts.end(), part->fleet.hosts.begin(), part->fleet.hosts.end());
  }
  std::sort(whole.hosts.begin(), whole.hosts.end(),
            [](const FleetHost& left, const FleetHost& right) { return left.key < right.key; });
  whole.all_hosts.clear();
  for (const FleetHost& host : whole.hosts) whole.all_hosts.push_back(host.key);
  whole.shard.clear();
  return whole;
}

}  // namespace reports
