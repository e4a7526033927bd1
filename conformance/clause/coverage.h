#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "clause/clause_catalogue.h"

namespace cts {

/// One scenario, as far as coverage cares.
struct ScenarioClauses {
  std::string_view id;
  std::vector<std::string_view> clauses;
};

/// One clause: which scenarios prove it, or why none does.
struct ClauseCoverage {
  const Clause* clause = nullptr;      ///< in the catalogue given
  std::vector<std::string> scenarios;  ///< ids, in the order given
  std::string reason;                  ///< "no scenario yet", "not observable"; empty when covered

  bool covered() const noexcept { return !scenarios.empty(); }
};

struct Coverage {
  std::vector<ClauseCoverage> clauses;  ///< every clause, in the order of the catalogue
  /// Scenarios that cite a clause which is not in the catalogue: "<scenario> cites <clause>".
  std::vector<std::string> unknown;

  std::size_t covered() const noexcept;
  /// Clauses that can be observed at all.
  std::size_t observable() const noexcept;
};

/// Pure. The result points into `catalogue`.
Coverage coverage_of(const ClauseCatalogue& catalogue, const std::vector<ScenarioClauses>& scenarios);

}  // namespace cts
