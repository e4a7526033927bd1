#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "clause/clause_catalogue.h"
#include "command/commands.h"
#include "command/common.h"
#include "command/speech.h"
#include "reports/text/safe_text.h"
#include "runner/run_plan.h"
#include "runner/selection.h"

namespace cts {
namespace {

void line(std::string_view label, std::string_view value) {
  if (!value.empty()) fmt::print("{} {}\n", reports::padded(label, 14), value);
}

/// In the language spoken, and in the other.
const std::string& ours(const BilingualText& text) {
  return spoken() == Language::japanese ? text.ja : text.en;
}
const std::string& other(const BilingualText& text) {
  return spoken() == Language::japanese ? text.en : text.ja;
}

void show_clause(const Clause& clause, const std::vector<const Scenario*>& scenarios) {
  fmt::print("{}  {}\n{:<14} {}\n\n", clause.id, ours(clause.title), "", other(clause.title));
  line(in_words("promise"), ours(clause.promise));
  line("", other(clause.promise));
  line(in_words("ruling"), ours(clause.ruling));
  line("", other(clause.ruling));
  for (const ClauseSource& source : clause.sources)
    line(in_words("source"), fmt::format("{}, \"{}\"", source.manual, source.section));
  line(in_words("observed"), name_of(clause.observability));
  if (clause.slow) line(in_words("slow"), in_words("moves tens of megabytes, or waits"));
  if (clause.destructive)
    line(in_words("destructive"), in_words("can lock the customer out, or fill a quota"));
  line(in_words("needs"), fmt::format("{}", fmt::join(clause.needs, ", ")));
  bool covered = false;
  for (const Scenario* scenario : scenarios) {
    if (std::find(scenario->clauses.begin(), scenario->clauses.end(), clause.id) == scenario->clauses.end())
      continue;
    line(covered ? "" : in_words("scenarios"), fmt::format("{}: {}", scenario->id, scenario->purpose));
    covered = true;
  }
  if (!covered) line(in_words("scenarios"), in_words("none"));
}

void show_scenario(const Scenario& scenario) {
  const reports::ScenarioResult description = describe(scenario, Target{.file = "FILE"});
  fmt::print("{}\n\n", scenario.id);
  line(in_words("purpose"), scenario.purpose);
  for (const std::string_view id : scenario.clauses) line(id, ours(built_in_catalogue().find(id)->promise));
  line(in_words("tier"), name_of(scenario.tier));
  line(in_words("consent"), name_of(scenario.consent));
  line(in_words("holds"), fmt::format("{}", fmt::join(scenario.resources, ", ")));
  if (scenario.vantage_points > 1)
    line(in_words("needs"), words("{} vantage points", scenario.vantage_points));
  line(in_words("written in"), fmt::format("{}:{}", description.source_file, description.source_line));
  line(in_words("run it"), description.repeat);
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
  complain(words("there is no clause or scenario '{}'{}", id, hint(meant)));
  return ExitCode::usage;
}

}  // namespace cts
