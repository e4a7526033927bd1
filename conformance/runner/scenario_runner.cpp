#include "runner/scenario_runner.h"

#include <algorithm>
#include <chrono>
#include <exception>

#include "runner/run_plan.h"
#include "scenario/context.h"

namespace cts {
namespace {

using reports::Finding;
using reports::ScenarioResult;
using reports::Verdict;

ScenarioResult observe(const Scenario& scenario, const RunSurroundings& surroundings) {
  Context context(scenario, {.target = surroundings.target,
                             .profile = surroundings.profile,
                             .footprint = surroundings.footprint,
                             .operator_hand = surroundings.operator_hand,
                             .run_id = surroundings.run_id,
                             .mail_accounts = surroundings.mail_accounts});
  try {
    scenario.run(context);
  } catch (const ScenarioStopped&) {
    // The verdict is already recorded.
  } catch (const std::exception& error) {
    context.record_error(error.what());
  } catch (...) {
    context.record_error("something was thrown that is no exception");
  }
  context.clean_up();
  return context.outcome();
}

void blame_us(ScenarioResult& result, const std::string& why) {
  result.verdict = Verdict::error;
  result.message = result.message.empty() ? why : why + "; " + result.message;
}

}  // namespace

ScenarioResult run_scenario(const Scenario& scenario, const RunSurroundings& surroundings) {
  const auto started_at = std::chrono::system_clock::now();
  const auto since = std::chrono::steady_clock::now();
  ScenarioResult seen;
  try {
    seen = observe(scenario, surroundings);
  } catch (const std::exception& error) {
    seen.verdict = Verdict::error;
    seen.message = error.what();
  }
  ScenarioResult result = describe(scenario, surroundings.target);
  result.verdict = seen.verdict;
  result.message = std::move(seen.message);
  result.root_cause = std::move(seen.root_cause);
  result.findings = std::move(seen.findings);
  result.readings = std::move(seen.readings);
  result.transcript = std::move(seen.transcript);
  result.leftovers = std::move(seen.leftovers);
  result.started_at = started_at;
  result.duration = std::chrono::steady_clock::now() - since;
  check_coherence(result);
  return result;
}

void check_coherence(ScenarioResult& result) {
  const auto is_foreign = [&result](const Finding& finding) {
    return std::find(result.clauses.begin(), result.clauses.end(), finding.clause) == result.clauses.end();
  };
  const auto broken = std::find_if(result.findings.begin(), result.findings.end(),
                                   [](const Finding& finding) { return !finding.passed; });
  if (result.verdict == Verdict::none) {
    blame_us(result, "the scenario judged nothing");
  } else if (result.verdict == Verdict::pass && result.findings.empty()) {
    blame_us(result, "the scenario passed without a finding");
  } else if (result.verdict == Verdict::pass && broken != result.findings.end()) {
    blame_us(result, "the scenario passed with a broken promise");
  } else if (result.verdict == Verdict::fail && broken == result.findings.end()) {
    blame_us(result, "the scenario failed without saying what");
  }
  for (const Finding& finding : result.findings) {
    if (is_foreign(finding))
      blame_us(result, "a finding names clause " + finding.clause + ", not the scenario's");
    if (finding.requirement.empty()) blame_us(result, "a finding does not say what is required");
  }
  if (result.verdict != Verdict::pass && result.message.empty() && broken != result.findings.end())
    result.message = broken->requirement + ": expected " + broken->expected + ", got " + broken->actual;
}

}  // namespace cts
