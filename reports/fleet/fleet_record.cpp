#include "reports/fleet/fleet_record.h"

#include <algorithm>
#include <set>

#include "reports/record/derive.h"
#include "reports/text/safe_text.h"

namespace reports {
namespace {

constexpr std::size_t longest_text = 500;
constexpr std::size_t most_findings = 3;

int rank(Verdict verdict) {
  const auto* const at = std::find(all_verdicts.begin(), all_verdicts.end(), verdict);
  return static_cast<int>(at - all_verdicts.begin());
}

bool is_broken(Verdict verdict) {
  return is_bad(verdict) || verdict == Verdict::none;
}

}  // namespace

RunRecord slim(RunRecord record) {
  for (ScenarioResult& scenario : record.scenarios) {
    scenario.transcript.clear();
    scenario.readings.clear();
    scenario.message = beginning(valid_utf8(scenario.message), longest_text);
    std::erase_if(scenario.findings, [](const Finding& finding) { return finding.passed; });
    if (scenario.findings.size() > most_findings) scenario.findings.resize(most_findings);
    for (Finding& finding : scenario.findings) {
      finding.transcript_entry.reset();
      finding.expected = beginning(valid_utf8(finding.expected), longest_text);
      finding.actual = beginning(valid_utf8(finding.actual), longest_text);
    }
  }
  for (InterconnectionStep& step : record.interconnection) {
    step.transcript.clear();
    step.message = beginning(valid_utf8(step.message), longest_text);
  }
  record.replies.clear();
  return record;
}

HostState state_of(const FleetHost& host) {
  if (!host.run) return HostState::not_judged;
  switch (conclude(*host.run)) {
    case Conclusion::conforms:
      return HostState::conforms;
    case Conclusion::stale_expectations:
      return HostState::stale_expectations;
    case Conclusion::inconclusive:
    case Conclusion::nothing_ran:
    case Conclusion::interrupted:
      return HostState::inconclusive;
    case Conclusion::does_not_conform:
      return HostState::does_not_conform;
    case Conclusion::harness_fault:
      break;
  }
  return HostState::not_judged;
}

std::string_view to_key(HostState state) {
  switch (state) {
    case HostState::conforms:
      return "conforms";
    case HostState::stale_expectations:
      return "stale_expectations";
    case HostState::inconclusive:
      return "inconclusive";
    case HostState::does_not_conform:
      return "does_not_conform";
    case HostState::not_judged:
      break;
  }
  return "not_judged";
}

std::size_t count(const FleetRecord& fleet, HostState state) {
  return static_cast<std::size_t>(
      std::count_if(fleet.hosts.begin(), fleet.hosts.end(),
                    [state](const FleetHost& host) { return state_of(host) == state; }));
}

std::vector<const FleetHost*> worst_first(const FleetRecord& fleet) {
  std::vector<const FleetHost*> hosts;
  for (const FleetHost& host : fleet.hosts) hosts.push_back(&host);
  const auto broken = [](const FleetHost& host) {
    return host.run ? broken_clauses(*host.run).size() : 0;
  };
  std::stable_sort(hosts.begin(), hosts.end(), [&broken](const FleetHost* left, const FleetHost* right) {
    if (state_of(*left) != state_of(*right)) return state_of(*left) > state_of(*right);
    return broken(*left) > broken(*right);
  });
  return hosts;
}

std::vector<const ClauseResult*> broken_clauses(const RunRecord& run) {
  std::vector<const ClauseResult*> found;
  for (const ClauseResult& clause : run.clauses) {
    if (!clause.scenarios.empty() && is_broken(clause.verdict)) found.push_back(&clause);
  }
  std::stable_sort(found.begin(), found.end(), [](const ClauseResult* left, const ClauseResult* right) {
    return rank(left->verdict) < rank(right->verdict);
  });
  return found;
}

ChapterState chapter_of(const RunRecord& run, const std::string& service) {
  ChapterState state;
  Verdict worst = Verdict::none;
  for (const ClauseResult& clause : run.clauses) {
    if (clause.service != service || clause.scenarios.empty()) continue;
    worst = worse(worst, clause.verdict);
    if (is_broken(clause.verdict)) ++state.broken;
    if (clause.verdict == Verdict::pass || clause.verdict == Verdict::expected_failure ||
        is_broken(clause.verdict))
      ++state.judged;
    if (clause.verdict == Verdict::pass) ++state.kept;
  }
  // What was left out says little where the rest was judged.
  if (worst == Verdict::not_run && state.judged > 0) worst = Verdict::pass;
  if (worst != Verdict::none) state.verdict = worst;
  return state;
}

std::vector<std::string> chapters(const FleetRecord& fleet) {
  std::vector<std::string> found;
  for (const FleetHost& host : fleet.hosts) {
    if (!host.run) continue;
    for (const ClauseResult& clause : host.run->clauses) {
      if (std::find(found.begin(), found.end(), clause.service) == found.end())
        found.push_back(clause.service);
    }
  }
  return found;
}

}  // namespace reports
