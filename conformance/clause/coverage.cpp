#include "clause/coverage.h"

#include <algorithm>

#include <fmt/format.h>

namespace cts {

std::size_t Coverage::covered() const noexcept {
  return static_cast<std::size_t>(
      std::count_if(clauses.begin(), clauses.end(), [](const ClauseCoverage& c) { return c.covered(); }));
}

std::size_t Coverage::observable() const noexcept {
  return static_cast<std::size_t>(std::count_if(clauses.begin(), clauses.end(), [](const ClauseCoverage& c) {
    return c.clause->observability != Observability::document;
  }));
}

Coverage coverage_of(const ClauseCatalogue& catalogue, const std::vector<ScenarioClauses>& scenarios) {
  Coverage coverage;
  for (const Clause& clause : catalogue.clauses()) {
    ClauseCoverage& row = coverage.clauses.emplace_back();
    row.clause = &clause;
    for (const ScenarioClauses& scenario : scenarios) {
      if (std::find(scenario.clauses.begin(), scenario.clauses.end(), clause.id) != scenario.clauses.end()) {
        row.scenarios.emplace_back(scenario.id);
      }
    }
    if (row.covered()) continue;
    row.reason = clause.observability == Observability::document ? "not observable" : "no scenario yet";
  }
  for (const ScenarioClauses& scenario : scenarios) {
    for (const std::string_view id : scenario.clauses) {
      if (catalogue.find(id) == nullptr)
        coverage.unknown.push_back(fmt::format("{} cites {}", scenario.id, id));
    }
  }
  return coverage;
}

}  // namespace cts
