#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include "reports/fleet/fleet_record.h"

namespace reports {
namespace {

constexpr std::size_t most_traits = 5;

using Keys = std::set<std::string>;

/// One thing that is wrong, and where.
struct Wrong {
  Keys hosts;
  bool is_cause = false;
  std::string message;
  std::vector<std::string> clauses;
};

std::map<std::string, Wrong> everything_wrong(const FleetRecord& fleet) {
  std::map<std::string, Wrong> all;
  const auto add = [&all](const std::string& id, const FleetHost& host, bool is_cause,
                          const std::string& message, const std::vector<std::string>& clauses) {
    Wrong& wrong = all[id];
    wrong.hosts.insert(host.key);
    wrong.is_cause = is_cause;
    if (wrong.message.empty()) wrong.message = message;
    if (wrong.clauses.empty()) wrong.clauses = clauses;
  };
  for (const FleetHost& host : fleet.hosts) {
    if (!host.run) continue;
    for (const ScenarioResult& scenario : host.run->scenarios) {
      if (is_bad(scenario.verdict) || scenario.verdict == Verdict::none)
        add(scenario.id, host, false, scenario.message, scenario.clauses);
    }
    for (const RootCause& cause : host.run->root_causes) {
      if (!all.contains(cause.id) || all[cause.id].is_cause) add(cause.id, host, true, cause.message, {});
    }
  }
  return all;
}

using Property = std::pair<std::string, std::string>;

std::set<Property> properties_of(const RunRecord& run) {
  std::set<Property> all;
  for (const Trait& trait : run.fingerprint.traits) {
    for (const std::string& value : trait.values) all.emplace(trait.service + " " + trait.name, value);
  }
  return all;
}

/// What each of `hosts` has and no other host that was judged; nothing when there are no others.
std::vector<Property> theirs_alone(const FleetRecord& fleet, const Keys& hosts) {
  std::set<Property> common;
  std::set<Property> elsewhere;
  bool first = true;
  bool others = false;
  for (const FleetHost& host : fleet.hosts) {
    if (!host.run) continue;
    const std::set<Property> its = properties_of(*host.run);
    if (!hosts.contains(host.key)) {
      others = true;
      elsewhere.insert(its.begin(), its.end());
    } else if (std::exchange(first, false)) {
      common = its;
    } else {
      std::erase_if(common, [&its](const Property& property) { return !its.contains(property); });
    }
  }
  if (!others) return {};
  std::vector<Property> alone;
  std::set_difference(common.begin(), common.end(), elsewhere.begin(), elsewhere.end(),
                      std::back_inserter(alone));
  if (alone.size() > most_traits) alone.resize(most_traits);
  return alone;
}

}  // namespace

std::vector<SharedFailure> shared_failures(const FleetRecord& fleet) {
  std::map<Keys, SharedFailure> groups;
  for (const auto& [id, wrong] : everything_wrong(fleet)) {
    if (wrong.hosts.size() < 2) continue;
    SharedFailure& group = groups[wrong.hosts];
    (wrong.is_cause ? group.causes : group.scenarios).push_back(id);
    // What many others depend on explains most.
    if (group.message.empty() || (wrong.is_cause && group.causes.size() == 1)) group.message = wrong.message;
    for (const std::string& clause : wrong.clauses) {
      if (std::find(group.clauses.begin(), group.clauses.end(), clause) == group.clauses.end())
        group.clauses.push_back(clause);
    }
  }
  std::vector<SharedFailure> sorted;
  for (auto& [hosts, group] : groups) {
    group.hosts.assign(hosts.begin(), hosts.end());
    group.theirs_alone = theirs_alone(fleet, hosts);
    sorted.push_back(std::move(group));
  }
  std::stable_sort(sorted.begin(), sorted.end(), [](const SharedFailure& left, const SharedFailure& right) {
    if (left.hosts.size() != right.hosts.size()) return left.hosts.size() > right.hosts.size();
    return left.scenarios.size() + left.causes.size() > right.scenarios.size() + right.causes.size();
  });
  return sorted;
}

}  // namespace reports
