#include "runner/run.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <iterator>
#include <random>
#include <set>

#include "reports/record/derive.h"
#include "runner/clean_up.h"
#include "runner/hook_program.h"
#include "runner/interconnection.h"
#include "runner/journal.h"
#include "runner/run_plan.h"
#include "runner/software.h"
#include "scenario/hook_command.h"

namespace cts {
namespace {

using reports::RunRecord;
using reports::ScenarioResult;
using reports::Verdict;

std::string section_of(const Clause& clause) {
  std::string text;
  for (const ClauseSource& source : clause.sources) {
    if (!text.empty()) text += "; ";
    text += source.manual + ", " + source.section;
  }
  return text;
}

std::string observability_of(const Clause& clause) {
  std::string text = clause.observability == Observability::automatic  ? "auto"
                     : clause.observability == Observability::operated ? "op"
                                                                       : "doc";
  if (clause.slow) text += " slow";
  if (clause.destructive) text += " destr";
  return text;
}

std::vector<reports::ClauseResult> clause_results(const ClauseCatalogue& catalogue,
                                                  const std::vector<const Scenario*>& scenarios) {
  std::set<std::string_view> covered;
  for (const Scenario* scenario : scenarios)
    covered.insert(scenario->clauses.begin(), scenario->clauses.end());
  std::vector<reports::ClauseResult> results;
  for (const Clause& clause : catalogue.clauses()) {
    results.push_back({.id = clause.id,
                       .service = clause.service,
                       .promise_en = clause.promise.en,
                       .promise_ja = clause.promise.ja,
                       .section = section_of(clause),
                       .observability = observability_of(clause),
                       .covered = covered.contains(clause.id)});
  }
  return results;
}

reports::TargetInfo describe_target(const Target& target, const Profile& profile) {
  reports::TargetInfo info{
      .name = target.name, .description = target.description, .profile = profile.name, .plan = profile.plan};
  const auto address = [](const Dial& dial) {
    std::string text = dial.host + ":" + std::to_string(dial.port);
    if (!dial.address.empty()) text += " (" + dial.address + ")";
    return text;
  };
  if (profile.offers.web) info.addresses["web"] = address(web_dial(target));
  if (profile.offers.ftp) info.addresses["ftp"] = address(ftp_dial(target));
  if (profile.offers.pop) info.addresses["pop"] = address(pop_dial(target));
  if (profile.offers.pops) info.addresses["pops"] = address(pops_dial(target));
  return info;
}

Needs needs_of(const std::vector<const Scenario*>& scenarios) {
  Needs all;
  for (const Scenario* scenario : scenarios) all = all | scenario->needs;
  return all;
}

/// Takes out of `to_run` what depends on a dead service.
std::vector<ScenarioResult> set_aside(std::vector<const Scenario*>& to_run, const Target& target,
                                      const std::vector<reports::InterconnectionStep>& steps) {
  const bool nothing_answers = !steps.empty() && steps.front().id == unreachable_step;
  std::vector<ScenarioResult> aside;
  std::erase_if(to_run, [&](const Scenario* scenario) {
    const std::string dead =
        nothing_answers ? std::string(unreachable_step) : dead_step_for(scenario->needs, steps);
    if (dead.empty()) return false;
    ScenarioResult result = describe(*scenario, target);
    result.verdict = Verdict::inconclusive;
    result.message = "depends on " + dead + ", which failed";
    result.root_cause = dead;
    aside.push_back(std::move(result));
    return true;
  });
  return aside;
}

void mark_unfinished(RunRecord& record, const std::vector<const Scenario*>& to_run, const RunRequest& request,
                     RunObserver& observer) {
  std::set<std::string> finished;
  for (const ScenarioResult& result : record.scenarios) finished.insert(result.id);
  for (const Scenario* scenario : to_run) {
    if (finished.contains(std::string(scenario->id))) continue;
    ScenarioResult result = describe(*scenario, request.target);
    result.verdict = Verdict::not_run;
    result.message = "the run was interrupted";
    observer.finished(result);
    record.scenarios.push_back(std::move(result));
  }
}

/// What could be removed in the end is no leftover.
void forget_leftover(RunRecord& record, const std::string& path) {
  for (ScenarioResult& result : record.scenarios)
    std::erase_if(result.leftovers, [&path](const std::string& told) { return told.ends_with(path); });
}

void clean_up_after(RunRecord& record, const RunRequest& request) {
  const Checked<JournalContent> journal = read_journal(request.journal);
  if (!journal) {
    record.errors.push_back("the journal cannot be read back: " + text_of(journal.errors));
    return;
  }
  Journal footprint(request.journal);
  const CleanUpReport report = clean_up(request.target, request.profile, *journal, footprint);
  for (const std::string& path : report.removed) forget_leftover(record, path);
  if (!report.problem.empty()) record.errors.push_back("cleaning up: " + report.problem);
  for (const std::string& path : report.left) record.errors.push_back("left behind on the target: " + path);
}

/// A worker that ended in the middle of a scenario could not put the server's clock back.
void put_clock_back(RunRecord& record, const RunRequest& request) {
  const bool may_be_moved =
      std::any_of(request.scenarios.begin(), request.scenarios.end(), [&record](const Scenario* scenario) {
        return moves_clock(*scenario) &&
               std::any_of(record.scenarios.begin(), record.scenarios.end(), [scenario](const auto& result) {
                 return result.id == scenario->id && result.verdict == Verdict::error;
               });
      });
  if (!may_be_moved) return;
  HookProgram operator_hand;
  const OperatorAnswer answer = operator_hand.run(
      hook_command(request.target, "set_clock", hook_time(std::chrono::system_clock::now())),
      request.target.timeouts.transfer);
  if (!answer.succeeded)
    record.errors.push_back("the server's clock may have been left moved: " + answer.problem);
}

}  // namespace

RunRecord perform_run(const RunRequest& request, WorkerPool& pool, RunObserver& observer) {
  RunRecord record;
  record.tool.version = HOSTING_CTS_VERSION;
  record.run_id = request.run_id;
  record.target = describe_target(request.target, request.profile);
  record.started_at = std::chrono::system_clock::now();
  record.clauses = clause_results(request.catalogue, request.scenarios);
  Journal::begin(request.journal, {request.run_id, request.target.name, request.target.place_prefix});

  RunPlan plan =
      make_plan(request.scenarios, request.catalogue, request.profile, request.target, request.plan);
  observer.begin(plan.to_run);
  if (!plan.to_run.empty())
    record.interconnection = interconnect(request.profile, request.target, needs_of(plan.to_run));
  observer.interconnected(record.interconnection);
  if (request.fingerprint)
    record.fingerprint = look_at_software(request.profile, request.target, record.interconnection);

  record.scenarios = std::move(plan.not_to_run);
  for (ScenarioResult& result : set_aside(plan.to_run, request.target, record.interconnection))
    record.scenarios.push_back(std::move(result));
  for (const ScenarioResult& result : record.scenarios) observer.finished(result);

  auto results = pool.run(
      plan.to_run, request.run_id, [&observer](const Scenario& scenario) { observer.started(scenario); },
      [&observer](const ScenarioResult& result) { observer.finished(result); });
  std::move(results.begin(), results.end(), std::back_inserter(record.scenarios));
  record.interrupted = pool.stopped();
  mark_unfinished(record, plan.to_run, request, observer);
  put_clock_back(record, request);
  if (!request.keep_leftovers) clean_up_after(record, request);

  record.ended_at = std::chrono::system_clock::now();
  reports::complete_record(record);
  return record;
}

std::string run_id_of(std::uint64_t seed) {
  constexpr std::string_view digits = "abcdefghijklmnopqrstuvwxyz0123456789";
  std::mt19937_64 random(seed);
  std::string id;
  while (id.size() < 8) id += digits[random() % digits.size()];
  return id;
}

}  // namespace cts
