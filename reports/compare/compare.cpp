#include "reports/compare/compare.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <unordered_map>

#include <fmt/format.h>

#include "reports/compare/classify.h"
#include "reports/compare/exchanges.h"
#include "reports/compare/same_reading.h"
#include "reports/compare/terms.h"
#include "reports/text/safe_text.h"

namespace reports {
namespace {

using Index = std::unordered_map<std::string_view, const ScenarioResult*>;

Index index_of(const RunRecord& record) {
  Index index;
  for (const ScenarioResult& scenario : record.scenarios) index[scenario.id] = &scenario;
  return index;
}

const ScenarioResult* find(const Index& index, std::string_view id) {
  const auto found = index.find(id);
  return found == index.end() ? nullptr : found->second;
}

bool was_judged(const ScenarioResult& scenario) {
  return fails(scenario.verdict) || passes(scenario.verdict);
}

/// Name to what was read, once where it was the same several times.
std::map<std::string, std::string> readings_of(const ScenarioResult& scenario, const std::string& run_id) {
  std::map<std::string, std::string> all;
  std::set<std::pair<std::string, std::string>> seen;
  for (const Reading& reading : scenario.readings) {
    const std::string value = comparable_reading(reading.name, reading.value, run_id);
    if (!seen.emplace(reading.name, value).second) continue;
    std::string& joined = all[valid_utf8(reading.name)];
    joined += (joined.empty() ? "" : "; ") + value;
  }
  return all;
}

/// The pairs of what both maps hold under a name; nullptr where one holds nothing.
template <class Map, class Use>
void each_pair(const Map& before, const Map& after, Use use) {
  auto left = before.begin();
  auto right = after.begin();
  while (left != before.end() || right != after.end()) {
    if (right == after.end() || (left != before.end() && left->first < right->first)) {
      use(left->first, &left->second, nullptr);
      ++left;
    } else if (left == before.end() || right->first < left->first) {
      use(right->first, nullptr, &right->second);
      ++right;
    } else {
      use(left->first, &left->second, &right->second);
      ++left;
      ++right;
    }
  }
}

std::vector<ReadingChange> reading_changes(const ScenarioResult& before, const ScenarioResult& after,
                                           const Comparison& runs) {
  std::vector<ReadingChange> changes;
  each_pair(readings_of(before, runs.before.run_id), readings_of(after, runs.after.run_id),
            [&](const std::string& name, const std::string* was, const std::string* is) {
              if (was != nullptr && is != nullptr && same_reading(*was, *is)) return;
              changes.push_back({name, was == nullptr ? "" : *was, is == nullptr ? "" : *is});
            });
  return changes;
}

/// Whether a refusal may only say that something is not there, such as a log that nobody has begun yet.
bool depends_on_what_is_there(const Command& command) {
  static const std::set<std::string_view> of_files{"CWD",  "DELE", "LIST", "MDTM", "MLSD", "MLST",
                                                   "NLST", "RETR", "RMD",  "RNFR", "SIZE", "STAT"};
  return command.first == "http" || (command.first == "ftp" && of_files.contains(command.second));
}

/// The first digits of what `codes` holds and `others` does not.
std::set<char> kinds_only_in(const std::set<std::string>& codes, const std::set<std::string>& others) {
  std::set<char> kinds;
  for (const std::string& code : codes)
    if (!others.contains(code)) kinds.insert(code.front());
  return kinds;
}

/// A command that was given in one run only tells of the dialogue's way, not of the target; and so does a
/// code too many on one side: who waits for something asks once more where the other did not.
bool is_another_answer(const Command& command, const std::set<std::string>& was,
                       const std::set<std::string>& is) {
  const std::set<char> went = kinds_only_in(was, is);
  const std::set<char> came = kinds_only_in(is, was);
  if (went.empty() || came.empty()) return false;
  return !depends_on_what_is_there(command) || went == came;
}

struct ByScenario {
  bool operator()(const ScenarioReplies& replies, const std::string& id) const {
    return replies.scenario < id;
  }
  bool operator()(const std::string& id, const ScenarioReplies& replies) const {
    return id < replies.scenario;
  }
};

/// As the record keeps them, else as the dialogue tells.
std::map<Command, std::set<std::string>> codes_in(const RunRecord& run, const ScenarioResult& scenario) {
  if (run.replies.empty()) return reply_codes(scenario.transcript);
  std::map<Command, std::set<std::string>> codes;
  const auto [first, last] =
      std::equal_range(run.replies.begin(), run.replies.end(), scenario.id, ByScenario{});
  std::for_each(first, last, [&codes](const ScenarioReplies& replies) {
    codes[{replies.service, replies.command}].insert(replies.codes.begin(), replies.codes.end());
  });
  return codes;
}

std::vector<ReplyChange> reply_changes(const ScenarioResult& before, const ScenarioResult& after,
                                       const RunRecord& run_before, const RunRecord& run_after) {
  std::vector<ReplyChange> changes;
  each_pair(codes_in(run_before, before), codes_in(run_after, after),
            [&](const Command& command, const std::set<std::string>* was, const std::set<std::string>* is) {
              if (was == nullptr || is == nullptr || !is_another_answer(command, *was, *is)) return;
              changes.push_back(
                  {command.first, command.second, {was->begin(), was->end()}, {is->begin(), is->end()}});
            });
  return changes;
}

ScenarioChange change_between(const ScenarioResult* before, const ScenarioResult* after,
                              const RunRecord& run_before, const RunRecord& run_after,
                              const Comparison& runs) {
  const ScenarioResult& known = after != nullptr ? *after : *before;
  ScenarioChange change{.id = known.id, .clauses = known.clauses};
  change.change = classify(before, after, run_before, run_after);
  if (before != nullptr) {
    change.before = before->verdict;
    change.message_before = valid_utf8(before->message);
  }
  if (after != nullptr) {
    change.after = after->verdict;
    change.message_after = valid_utf8(after->message);
  }
  if (before == nullptr || after == nullptr || !was_judged(*before) || !was_judged(*after)) return change;
  change.readings = reading_changes(*before, *after, runs);
  change.replies = reply_changes(*before, *after, run_before, run_after);
  if (change.change == Change::same && (!change.readings.empty() || !change.replies.empty()))
    change.change = Change::changed;
  return change;
}

void compare_scenarios(const RunRecord& before, const RunRecord& after, Comparison& found) {
  const Index left = index_of(before);
  const Index right = index_of(after);
  std::set<std::string_view> ids;
  for (const auto& [id, scenario] : left) ids.insert(id);
  for (const auto& [id, scenario] : right) ids.insert(id);
  for (const std::string_view id : ids) {
    const ScenarioResult* was = find(left, id);
    const ScenarioResult* is = find(right, id);
    if (was != nullptr && is != nullptr && was_judged(*was) && was_judged(*is)) ++found.judged_by_both;
    ScenarioChange change = change_between(was, is, before, after, found);
    if (change.change == Change::same)
      ++found.same;
    else
      found.scenarios.push_back(std::move(change));
  }
  std::stable_sort(found.scenarios.begin(), found.scenarios.end(),
                   [](const ScenarioChange& a, const ScenarioChange& b) { return a.change < b.change; });
}

std::map<std::string_view, const InterconnectionStep*> steps_of(const RunRecord& record) {
  std::map<std::string_view, const InterconnectionStep*> steps;
  for (const InterconnectionStep& step : record.interconnection) steps[step.id] = &step;
  return steps;
}

/// A step is missing where an earlier one says it all; what was not tried is not to blame.
void compare_steps(const RunRecord& before, const RunRecord& after, Comparison& found) {
  const auto broken = [](const InterconnectionStep* step) {
    return step != nullptr && step->tried && !step->ok;
  };
  if (before.interconnection.empty() || after.interconnection.empty()) return;
  each_pair(
      steps_of(before), steps_of(after),
      [&](std::string_view id, const InterconnectionStep* const* was, const InterconnectionStep* const* is) {
        const bool was_broken = broken(was == nullptr ? nullptr : *was);
        const bool is_broken = broken(is == nullptr ? nullptr : *is);
        if (was_broken == is_broken) return;
        found.steps.push_back({std::string(id), !was_broken, !is_broken,
                               valid_utf8(is_broken ? (*is)->message : (*was)->message)});
      });
}

void compare_traits(const Fingerprint& before, const Fingerprint& after, Comparison& found) {
  const std::set<std::string> left(before.services.begin(), before.services.end());
  const std::set<std::string> right(after.services.begin(), after.services.end());
  std::set_symmetric_difference(left.begin(), left.end(), right.begin(), right.end(),
                                std::back_inserter(found.services_not_compared));
  const auto by_name = [](const Fingerprint& print) {
    std::map<std::pair<std::string, std::string>, std::vector<std::string>> traits;
    for (const Trait& trait : print.traits) {
      std::vector<std::string>& values = traits[{trait.service, trait.name}];
      for (const std::string& value : trait.values) values.push_back(valid_utf8(value));
    }
    return traits;
  };
  each_pair(by_name(before), by_name(after),
            [&](const auto& name, const std::vector<std::string>* was, const std::vector<std::string>* is) {
              if (!left.contains(name.first) || !right.contains(name.first)) return;
              TraitChange change{name.first, name.second, {}, {}};
              if (was != nullptr) change.before = *was;
              if (is != nullptr) change.after = *is;
              if (change.before != change.after) found.traits.push_back(std::move(change));
            });
}

void compare_timings(const Fingerprint& before, const Fingerprint& after, Comparison& found) {
  for (const Timing& was : before.timings) {
    const auto is = std::find_if(after.timings.begin(), after.timings.end(), [&was](const Timing& each) {
      return each.service == was.service && each.operation == was.operation;
    });
    if (is == after.timings.end() || std::min(was.samples, is->samples) < enough_samples) continue;
    const Seconds shorter = std::min(was.median, is->median);
    const Seconds longer = std::max(was.median, is->median);
    if (longer - shorter >= wide_difference && longer >= shorter * wide_ratio)
      found.timings.push_back({was.service, was.operation, was.median, is->median});
  }
}

ComparedRun run_of(const RunRecord& record, const std::string& file) {
  return {file, valid_utf8(record.run_id), valid_utf8(record.target.name), record.started_at};
}

}  // namespace

Comparison compare(const RunRecord& before, const RunRecord& after, const std::string& before_file,
                   const std::string& after_file) {
  Comparison found;
  found.before = run_of(before, before_file);
  found.after = run_of(after, after_file);
  found.terms = term_changes(before, after);
  compare_steps(before, after, found);
  compare_scenarios(before, after, found);
  compare_traits(before.fingerprint, after.fingerprint, found);
  compare_timings(before.fingerprint, after.fingerprint, found);
  return found;
}

std::vector<ReplyGroup> reply_groups(const Comparison& comparison) {
  std::vector<ReplyGroup> groups;
  for (const ScenarioChange& scenario : comparison.scenarios) {
    for (const ReplyChange& change : scenario.replies) {
      const auto found = std::find_if(groups.begin(), groups.end(),
                                      [&change](const ReplyGroup& group) { return group.change == change; });
      if (found == groups.end())
        groups.push_back({change, {scenario.id}});
      else
        found->scenarios.push_back(scenario.id);
    }
  }
  std::stable_sort(groups.begin(), groups.end(), [](const ReplyGroup& a, const ReplyGroup& b) {
    if (a.scenarios.size() != b.scenarios.size()) return a.scenarios.size() > b.scenarios.size();
    return std::tie(a.change.service, a.change.command) < std::tie(b.change.service, b.change.command);
  });
  return groups;
}

}  // namespace reports
