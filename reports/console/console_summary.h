#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "reports/record/run_record.h"
#include "reports/text/phrases.h"

/// Plain lines for a terminal or a pipe: no colours, no cursor movements, nothing that a target sent can
/// steer.
namespace reports {

/// Widths of the columns, in characters, so that lines written one by one stand in line.
struct ConsoleLayout {
  std::size_t id = 0;
  std::size_t clauses = 0;

  /// Makes room for a scenario that is going to be shown.
  void fit(std::string_view scenario_id, const std::vector<std::string>& scenario_clauses);
};

/// Wide enough for every scenario of `record`.
ConsoleLayout layout_of(const RunRecord& record);

/// "pass              web.index.falls_back   WEB-INDEX-2…6   0.04 s", and after it the message if it did not
/// pass. Without a line feed.
std::string console_line(const ScenarioResult& scenario, const ConsoleLayout& layout,
                         const Phrases& phrases = english());

/// What follows the lines: root causes, each failure in requirement, expected, actual and repeat, leftovers,
/// faults of the suite, and as the last line the conclusion with the totals. Ends in a line feed.
std::string console_summary(const RunRecord& record, const Phrases& phrases = english());

/// Its last line: "shop: Conforms. 8 pass (4.21 s)".
std::string console_conclusion(const RunRecord& record, const Phrases& phrases = english());

/// The lines of all scenarios in the record's order, and the summary.
std::string write_console(const RunRecord& record, const Phrases& phrases = english());

}  // namespace reports
