#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "clause/clause.h"
#include "config/config_error.h"

namespace cts {

/// The manuals, as the catalogue names them.
struct Manual {
  std::string key;  ///< "D", "M"
  BilingualText title;
};

/// A chapter of the catalogue.
struct ClauseService {
  std::string key;  ///< "mail.pop"
  BilingualText title;
};

/// Every promise, in the order of the catalogue. Ids are unique. A value; constant once read.
class ClauseCatalogue {
 public:
  ClauseCatalogue(std::vector<Manual> manuals, std::vector<ClauseService> services,
                  std::vector<Clause> clauses);

  std::span<const Manual> manuals() const noexcept { return manuals_; }
  std::span<const ClauseService> services() const noexcept { return services_; }
  std::span<const Clause> clauses() const noexcept { return clauses_; }
  /// nullptr when there is none of that id. Valid as long as the catalogue.
  const Clause* find(std::string_view id) const noexcept;

 private:
  std::vector<Manual> manuals_;
  std::vector<ClauseService> services_;
  std::vector<Clause> clauses_;
};

/// Reads a catalogue (TOML). `file` only names it in mistakes.
Checked<ClauseCatalogue> read_catalogue(std::string_view text, const std::string& file);

/// The catalogue that is built into the program; read once, valid by a test.
const ClauseCatalogue& built_in_catalogue();

}  // namespace cts
