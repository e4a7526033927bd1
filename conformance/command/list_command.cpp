#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "clause/clause_catalogue.h"
#include "clause/coverage.h"
#include "command/commands.h"
#include "command/common.h"
#include "command/speech.h"
#include "reports/record/glob.h"
#include "reports/text/safe_text.h"
#include "runner/run_plan.h"
#include "runner/selection.h"

namespace cts {
namespace {

Coverage coverage_by(const std::vector<const Scenario*>& scenarios) {
  std::vector<ScenarioClauses> rows;
  for (const Scenario* scenario : scenarios) rows.push_back({scenario->id, scenario->clauses});
  return coverage_of(built_in_catalogue(), rows);
}

bool asked_for(const ClauseCoverage& row, const ListOptions& options) {
  return options.select.empty() ||
         std::any_of(options.select.begin(), options.select.end(), [&](const auto& pattern) {
           return reports::matches_glob(pattern, row.clause->id) || row.covered();
         });
}

void print_json(const std::vector<const Scenario*>& selected, const Coverage& coverage,
                const ListOptions& options) {
  nlohmann::ordered_json list{{"scenarios", nlohmann::ordered_json::array()},
                              {"clauses", nlohmann::ordered_json::array()}};
  for (const Scenario* scenario : selected) {
    list["scenarios"].push_back({{"id", scenario->id},
                                 {"clauses", scenario->clauses},
                                 {"purpose", scenario->purpose},
                                 {"tier", name_of(scenario->tier)},
                                 {"consent", name_of(scenario->consent)},
                                 {"vantage_points", scenario->vantage_points},
                                 {"resources", scenario->resources}});
  }
  for (const ClauseCoverage& row : coverage.clauses) {
    if (!asked_for(row, options)) continue;
    list["clauses"].push_back({{"id", row.clause->id},
                               {"service", row.clause->service},
                               {"title", {{"en", row.clause->title.en}, {"ja", row.clause->title.ja}}},
                               {"observability", name_of(row.clause->observability)},
                               {"scenarios", row.scenarios},
                               {"reason", row.reason}});
  }
  fmt::print("{}\n", list.dump(2));
}

std::string state_of(const ClauseCoverage& row) {
  if (!row.covered()) return std::string(in_words(row.reason));
  const std::size_t count = row.scenarios.size();
  return count == 1 ? std::string(in_words("1 scenario")) : words("{} scenarios", count);
}

void print_text(const std::vector<const Scenario*>& selected, const Coverage& coverage,
                const ListOptions& options) {
  std::size_t width = 0;
  for (const Scenario* scenario : selected) width = std::max(width, scenario->id.size());
  for (const Scenario* scenario : selected)
    fmt::print("{:<{}}  {:<8}  {:<11}  {}\n", scenario->id, width, name_of(scenario->tier),
               name_of(scenario->consent), fmt::join(scenario->clauses, " "));
  fmt::print("\n");
  for (const ClauseCoverage& row : coverage.clauses) {
    if (!asked_for(row, options)) continue;
    const BilingualText& title = row.clause->title;
    fmt::print("{:<14}  {}  {}\n", row.clause->id, reports::padded(state_of(row), 20),
               spoken() == Language::japanese ? title.ja : title.en);
  }
  if (!options.select.empty()) return;
  fmt::print("\n{}\n", words("{} scenarios; {} of {} clauses that can be observed have at least one",
                             selected.size(), coverage.covered(), coverage.observable()));
}

}  // namespace

ExitCode list_command(const ListOptions& options) {
  const std::vector<const Scenario*> scenarios = all_scenarios();
  if (!check_tables(scenarios)) return ExitCode::harness_fault;
  // A clause without a scenario may be listed although it cannot be run.
  std::vector<std::string> patterns;
  for (const std::string& pattern : options.select) {
    const auto clauses = built_in_catalogue().clauses();
    const bool names_clause = std::any_of(clauses.begin(), clauses.end(), [&](const Clause& clause) {
      return reports::matches_glob(pattern, clause.id);
    });
    if (!names_clause) patterns.push_back(pattern);
  }
  if (!check_selection(patterns, scenarios)) return ExitCode::usage;

  const Selection selection(options.select);
  std::vector<const Scenario*> selected;
  std::copy_if(scenarios.begin(), scenarios.end(), std::back_inserter(selected),
               [&](const Scenario* scenario) { return selection.selects(*scenario); });
  const Coverage coverage = coverage_by(selected);
  options.json ? print_json(selected, coverage, options) : print_text(selected, coverage, options);
  return ExitCode::conforms;
}

}  // namespace cts
