#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "config/config_error.h"
#include "reports/record/run_record.h"

namespace cts {

/// A failure that is known of a target: which, how it shows, why it is borne, and for how long.
struct Expectation {
  std::string scenario;               ///< id, or a pattern with '*'; empty when a clause is named
  std::string clause;                 ///< id; empty when a scenario is named
  std::vector<std::string> messages;  ///< each failed check holds one of them; '*' stands for anything
  std::string why;
  std::string link;  ///< where more is to be read
  std::chrono::year_month_day expires{};
  std::uint32_t line = 0;  ///< in its file

  friend bool operator==(const Expectation&, const Expectation&) = default;
};

struct Expectations {
  std::string file;
  std::vector<Expectation> entries;
  friend bool operator==(const Expectations&, const Expectations&) = default;
};

/// Reads an expectations file (TOML).
Checked<Expectations> read_expectations(std::string_view text, const std::string& file);

/// What there is to be expected of.
struct KnownScenario {
  std::string id;
  std::vector<std::string> clauses;
};

/// Compares what a run found with what was expected. Strict: what passes although it is listed, or fails in
/// another way, is told and counts; so does an entry that says nothing any more.
class ExpectationBook {
 public:
  ExpectationBook(Expectations expectations, std::vector<KnownScenario> known,
                  std::chrono::year_month_day today);

  /// The result with the verdict that follows from the entries about it. Only a failure becomes an expected
  /// one, and only when each of its failed checks is listed: a problem of set-up, or of ours, never does.
  reports::ScenarioResult judged(reports::ScenarioResult result) const;

  /// Judges all of `record`, finds the entries that are out of date, and completes it anew.
  void conclude(reports::RunRecord& record) const;

  /// Why an entry does not count; empty when it does.
  std::string reason_against(const Expectation& entry) const;

  const Expectations& expectations() const noexcept { return expectations_; }

 private:
  Expectations expectations_;
  std::vector<KnownScenario> known_;
  std::chrono::year_month_day today_;
};

/// Whether the entry is about that scenario.
bool is_about(const Expectation& entry, const std::string& scenario, const std::vector<std::string>& clauses);
/// Whether a failed check is what the entry lists, as "CLAUSE: requirement: expected …, got …".
bool lists(const Expectation& entry, const reports::Finding& finding);
bool lists(const std::string& message, const reports::Finding& finding);

/// The file's text as it should be after the run: `judged` by a book of that file. Entries that are needed
/// no longer are left out, changed messages are entered, new failures are added to be explained by a person;
/// everything else stays, comments too.
std::string rewritten(std::string_view text, const ExpectationBook& book, const reports::RunRecord& judged,
                      std::chrono::year_month_day today);

}  // namespace cts
