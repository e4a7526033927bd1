#include "reports/record/derive.h"

#include <algorithm>
#include <unordered_map>

namespace reports {

std::vector<ClauseResult> derive_clause_results(std::vector<ClauseResult> clauses,
                                                const std::vector<ScenarioResult>& scenarios) {
  std::unordered_map<std::string, std::vector<const ScenarioResult*>> by_clause;
  for (const ScenarioResult& scenario : scenarios) {
    for (const std::string& clause : scenario.clauses) by_clause[clause].push_back(&scenario);
  }
  for (ClauseResult& clause : clauses) {
    clause.scenarios.clear();
    clause.verdict = Verdict::not_run;
    const auto found = by_clause.find(clause.id);
    if (found == by_clause.end()) continue;
    clause.covered = true;
    clause.verdict = Verdict::none;
    for (const ScenarioResult* scenario : found->second) {
      clause.verdict = worse(clause.verdict, scenario->verdict);
      clause.scenarios.push_back(scenario->id);
    }
    std::sort(clause.scenarios.begin(), clause.scenarios.end());
  }
  return clauses;
}

std::string told(const InterconnectionStep& step) {
  std::string tried = step.purpose;
  if (tried.ends_with('.')) tried.pop_back();
  return tried.empty() ? step.message : tried + ": " + step.message;
}

std::vector<RootCause> derive_root_causes(const std::vector<InterconnectionStep>& interconnection,
                                          const std::vector<ScenarioResult>& scenarios) {
  std::map<std::string, RootCause> causes;
  for (const InterconnectionStep& step : interconnection) {
    if (!step.ok && step.tried) causes[step.id] = {step.id, "", 0};
  }
  for (const ScenarioResult& scenario : scenarios) {
    if (scenario.root_cause.empty()) continue;
    RootCause& cause = causes[scenario.root_cause];
    cause.id = scenario.root_cause;
    ++cause.scenarios_affected;
  }
  for (const InterconnectionStep& step : interconnection) {
    if (const auto found = causes.find(step.id); found != causes.end()) found->second.message = told(step);
  }
  for (const ScenarioResult& scenario : scenarios) {
    const auto found = causes.find(scenario.id);
    if (found != causes.end() && found->second.message.empty()) found->second.message = scenario.message;
  }

  std::vector<RootCause> sorted;
  sorted.reserve(causes.size());
  for (auto& [id, cause] : causes) sorted.push_back(std::move(cause));
  std::stable_sort(sorted.begin(), sorted.end(), [](const RootCause& left, const RootCause& right) {
    return left.scenarios_affected > right.scenarios_affected;
  });
  return sorted;
}

std::map<Verdict, std::size_t> count_verdicts(const std::vector<ScenarioResult>& scenarios) {
  std::map<Verdict, std::size_t> totals;
  for (const Verdict verdict : all_verdicts) totals[verdict] = 0;
  for (const ScenarioResult& scenario : scenarios) ++totals[scenario.verdict];
  return totals;
}

void complete_record(RunRecord& record) {
  std::stable_sort(
      record.scenarios.begin(), record.scenarios.end(),
      [](const ScenarioResult& left, const ScenarioResult& right) { return left.id < right.id; });
  record.clauses = derive_clause_results(std::move(record.clauses), record.scenarios);
  record.root_causes = derive_root_causes(record.interconnection, record.scenarios);
  record.totals = count_verdicts(record.scenarios);
}

std::vector<ScenarioResult> harness_faults(const RunRecord& record) {
  std::vector<ScenarioResult> faults;
  const auto add = [&faults](const std::string& kind, std::string message) {
    ScenarioResult fault;
    fault.id = "harness." + kind + "_" + std::to_string(faults.size() + 1);
    fault.service = "harness";
    fault.verdict = Verdict::error;
    fault.message = std::move(message);
    faults.push_back(std::move(fault));
  };
  for (const std::string& error : record.errors) add("fault", error);
  for (const SecretLeak& leak : record.secrets_check.leaks)
    add("secret", leak.file + " holds the secret " + leak.secret + " (" + leak.form + ")");
  if (record.interrupted) add("interrupted", "the run ended before its last scenario");
  return faults;
}

Conclusion conclude(const RunRecord& record) {
  const std::map<Verdict, std::size_t> totals = count_verdicts(record.scenarios);
  const auto count = [&totals](Verdict verdict) {
    return totals.at(verdict);
  };
  const bool interconnection_failed =
      std::any_of(record.interconnection.begin(), record.interconnection.end(),
                  [](const InterconnectionStep& step) { return step.tried && !step.ok; });

  if (count(Verdict::error) + count(Verdict::none) + record.errors.size() +
          record.secrets_check.leaks.size() >
      0)
    return Conclusion::harness_fault;
  if (count(Verdict::fail) + count(Verdict::unexpected_pass) > 0) return Conclusion::does_not_conform;
  if (record.interrupted) return Conclusion::interrupted;
  if (count(Verdict::inconclusive) > 0 || interconnection_failed) return Conclusion::inconclusive;
  if (count(Verdict::pass) + count(Verdict::expected_failure) == 0) return Conclusion::nothing_ran;
  if (!record.stale_expectations.empty()) return Conclusion::stale_expectations;
  return Conclusion::conforms;
}

}  // namespace reports
