#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "clause/clause_catalogue.h"
#include "command/commands.h"
#include "command/common.h"
#include "runner/run_plan.h"
#include "runner/selection.h"

namespace cts {
namespace {

void line(std::string_view label, std::string_view value) {
  if (!value.empty()) fmt::print("{:<14} {}\n", label, value);
}

void show_clause(const Clause& clause, const std::vector<const Scenario*>& scenarios) {
  fmt::print("{}  {}\n{:<14} {}\n\n", clause.id, clause.title.en, "", clause.title.ja);
  line("promise", clause.promise.en);
  line("", clause.promise.ja);
  line("ruling", clause.ruling.en);
  line("", clause.ruling.ja);
  for (const ClauseSource& source : clause.sources)
    line("source", fmt::format("{}, \"{}\"", source.manual, source.section));
  line("observed", name_of(clause.observability));
  if (clause.slow) line("slow", "moves tens of megabytes, or waits");
  if (clause.destructive) line("destructive", "can lock the customer out, or fill a quota");
  line("needs", fmt::format("{}", fmt::join(clause.needs, ", ")));
  bool covered = false;
  for (const Scenario* scenario : scenarios) {
    if (std::find(scenario->clauses.begin(), scenario->clauses.end(), clause.id) == scenario->clauses.end())
      continue;
    line(covered ? "" : "scenarios", fmt::format("{}: {}", scenario->id, scenario->purpose));
    covered = true;
  }
  if (!covered) line("scenarios", "none");
}

void show_scenario(const Scenario& scenario) {
  const reports::ScenarioResult description = describe(scenario, Target{.file = "FILE"});
  fmt::print("{}\n\n", scenario.id);
  line("purpose", scenario.purpose);
  for (const std::string_view id : scenario.clauses) line(id, built_in_catalogue().find(id)->promise.en);
  line("tier", name_of(scenario.tier));
  line("consent", name_of(scenario.consent));
  line("holds", fmt::format("{}", fmt::join(scenario.resources, ", ")));
  if (scenario.vantage_points > 1) line("needs", fmt::format("{} vantage points", scenario.vantage_points));
  line("written in", fmt::format("{}:{}", description.source_file, description.source_line));
  line("run it", description.repeat);
}

}  // namespace

ExitCode show_command(const std::string& id) {
  const std::vector<const Scenario*> scenarios = all_scenarios();
  if (!check_tables(scenarios)) return ExitCode::harness_fault;
  if (const Clause* clause = built_in_catalogue().find(id)) {
    show_clause(*clause, scenarios);
    return ExitCode::conforms;
  }
  const auto scenario =
      std::find_if(scenarios.begin(), scenarios.end(), [&](const Scenario* row) { return row->id == id; });
  if (scenario != scenarios.end()) {
    show_scenario(**scenario);
    return ExitCode::conforms;
  }
  std::vector<std::string> known;
  for (const Clause& clause : built_in_catalogue().clauses()) known.push_back(clause.id);
  for (const Scenario* row : scenarios) known.emplace_back(row->id);
  const std::string meant = nearest(id, known);
  complain(
      fmt::format("there is no clause or scenario '{}'{}", id,
                  meant.empty() ? "; see `hosting-cts list`" : fmt::format("; did you mean '{}'?", meant)));
  return ExitCode::usage;
}

}  // namespace cts
