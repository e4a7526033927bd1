#include "reports/merge/merge.h"

#include <algorithm>
#include <functional>
#include <map>
#include <optional>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "reports/compare/exchanges.h"
#include "reports/record/derive.h"
#include "reports/record/shard.h"

namespace reports {
namespace {

using Reasons = std::vector<std::string>;

/// The whole is 1/1.
std::optional<Shard> shard_of(const RunRecord& record) {
  return record.options.shard.empty() ? Shard{} : parse_shard(record.options.shard);
}

/// What has to be the same in each part.
struct Common {
  const char* name;
  std::function<std::string(const RunRecord&)> value;
};

const Common commons[] = {
    {"version",
     [](const RunRecord& record) {
       return record.tool.version;
     }},
    {"target",
     [](const RunRecord& record) {
       return record.target.name;
     }},
    {"profile",
     [](const RunRecord& record) {
       return record.target.profile;
     }},
    {"selection",
     [](const RunRecord& record) {
       return fmt::format("{}", fmt::join(record.options.select, " "));
     }},
    {"tier",
     [](const RunRecord& record) {
       return record.options.tier;
     }},
    {"consent",
     [](const RunRecord& record) {
       return record.options.consent;
     }},
};

void check_common(const std::vector<Part>& parts, Reasons& reasons) {
  const Part& first = parts.front();
  for (const Part& part : parts) {
    for (const auto& [name, value] : commons) {
      if (value(part.record) != value(first.record))
        reasons.push_back(fmt::format("{}: {} '{}', but {} has '{}'", part.file, name, value(part.record),
                                      first.file, value(first.record)));
    }
  }
}

void check_shards(const std::vector<Part>& parts, Reasons& reasons) {
  std::map<std::size_t, std::string> seen;
  std::size_t count = 0;
  for (const Part& part : parts) {
    const auto shard = shard_of(part.record);
    if (!shard) {
      reasons.push_back(
          fmt::format("{}: shard '{}' is no part of a whole", part.file, part.record.options.shard));
      return;
    }
    if (count != 0 && shard->count != count) {
      reasons.push_back(fmt::format("{}: a part of {}, but {} is one of {}", part.file, shard->count,
                                    parts.front().file, count));
      return;
    }
    count = shard->count;
    const auto [where, is_new] = seen.emplace(shard->number, part.file);
    if (!is_new)
      reasons.push_back(
          fmt::format("{}: part {}/{} is also in {}", part.file, shard->number, count, where->second));
  }
  // Whoever claims a million parts is told of the first few.
  constexpr unsigned most_told = 10;
  unsigned missing = 0;
  for (std::size_t number = 1; number <= count && missing < most_told; ++number) {
    if (seen.contains(number)) continue;
    ++missing;
    reasons.push_back(fmt::format("part {}/{} is missing", number, count));
  }
}

void check_scenarios(const std::vector<Part>& parts, Reasons& reasons) {
  std::map<std::string_view, const Part*> seen;
  for (const Part& part : parts) {
    for (const ScenarioResult& scenario : part.record.scenarios) {
      const auto [where, is_new] = seen.emplace(scenario.id, &part);
      if (is_new) continue;
      reasons.push_back(fmt::format("{}: {} is also in {}", part.file, scenario.id, where->second->file));
      break;
    }
  }
}

/// A step counts as the part saw it that fared worst: what some scenarios met is their cause.
void add_steps(RunRecord& whole, const RunRecord& part) {
  for (const InterconnectionStep& step : part.interconnection) {
    const auto found = std::find_if(whole.interconnection.begin(), whole.interconnection.end(),
                                    [&](const InterconnectionStep& other) { return other.id == step.id; });
    if (found == whole.interconnection.end()) {
      whole.interconnection.push_back(step);
    } else if (found->ok && !step.ok) {
      *found = step;
    }
  }
}

void add_distinct(std::vector<std::string>& to, const std::vector<std::string>& from) {
  for (const std::string& text : from) {
    if (std::find(to.begin(), to.end(), text) == to.end()) to.push_back(text);
  }
}

void add(RunRecord& whole, const RunRecord& part) {
  whole.run_id += "+" + part.run_id;
  whole.started_at = std::min(whole.started_at, part.started_at);
  whole.ended_at = std::max(whole.ended_at, part.ended_at);
  whole.interrupted = whole.interrupted || part.interrupted;
  whole.options.jobs += part.options.jobs;
  add_steps(whole, part);
  whole.scenarios.insert(whole.scenarios.end(), part.scenarios.begin(), part.scenarios.end());
  whole.replies.insert(whole.replies.end(), part.replies.begin(), part.replies.end());
  add_distinct(whole.stale_expectations, part.stale_expectations);
  add_distinct(whole.errors, part.errors);
  whole.secrets_check.checked = whole.secrets_check.checked && part.secrets_check.checked;
  whole.secrets_check.leaks.insert(whole.secrets_check.leaks.end(), part.secrets_check.leaks.begin(),
                                   part.secrets_check.leaks.end());
  for (ClauseResult& clause : whole.clauses) {
    for (const ClauseResult& other : part.clauses)
      if (other.id == clause.id) clause.covered = clause.covered || other.covered;
  }
}

}  // namespace

std::variant<RunRecord, MergeFailure> merge(const std::vector<Part>& parts) {
  if (parts.empty()) return MergeFailure{{"there is nothing to merge"}};
  Reasons reasons;
  check_common(parts, reasons);
  check_shards(parts, reasons);
  check_scenarios(parts, reasons);
  if (!reasons.empty()) return MergeFailure{std::move(reasons)};

  RunRecord whole = parts.front().record;
  for (auto part = parts.begin() + 1; part != parts.end(); ++part) add(whole, part->record);
  whole.options.shard.clear();
  whole.options.baseline.clear();
  whole.comparison.reset();
  if (parts.size() > 1) whole.options.others["parts"] = std::to_string(parts.size());
  complete_record(whole);
  // Those of each part, which saw its dialogues whole.
  std::vector<const std::vector<Timing>*> timings;
  for (const Part& part : parts) timings.push_back(&part.record.fingerprint.timings);
  whole.fingerprint.timings = median_of_medians(timings);
  std::stable_sort(whole.replies.begin(), whole.replies.end(),
                   [](const ScenarioReplies& left, const ScenarioReplies& right) {
                     return left.scenario < right.scenario;
                   });
  return whole;
}

}  // namespace reports
