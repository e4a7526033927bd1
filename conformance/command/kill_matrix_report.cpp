#include "command/kill_matrix_report.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "reports/text/safe_text.h"

namespace cts {
namespace {

std::string safe(const std::string& text) {
  return reports::shortened(reports::printable(text, reports::Lines::join), 400);
}

std::string_view outcome(const DeviationVerdict& verdict) {
  if (verdict.ok()) return "killed";
  if (!verdict.problem.empty()) return "ERROR";
  if (verdict.acted == 0) return "IDLE";
  return verdict.killed_by.empty() ? "SURVIVED" : "COLLATERAL";
}

void add(std::string& text, std::string_view heading, const std::vector<std::string>& lines) {
  if (lines.empty()) return;
  text += fmt::format("{}:\n", heading);
  for (const std::string& line : lines) text += fmt::format("  {}\n", safe(line));
}

void add_markdown(std::string& text, std::string_view heading, const std::vector<std::string>& lines) {
  if (lines.empty()) return;
  text += fmt::format("\n## {}\n\n", heading);
  for (const std::string& line : lines) text += fmt::format("    {}\n", safe(line));
}

/// "deviation: what was wrong", of those that were as they should be at the second try.
std::vector<std::string> first_tries(const KillMatrix& matrix) {
  std::vector<std::string> lines;
  for (const DeviationVerdict& row : matrix.rows) {
    if (!row.ok()) continue;
    for (const std::string& trouble : row.first_try) lines.push_back(row.deviation.id + ": " + trouble);
  }
  return lines;
}

std::vector<std::string> safe(const std::vector<std::string>& lines) {
  std::vector<std::string> texts;
  for (const std::string& line : lines) texts.push_back(safe(line));
  return texts;
}

std::string rate(const KillMatrix& matrix) {
  return fmt::format("{} of {} deviations killed", matrix.killed(), matrix.rows.size());
}

double seconds_of(const KillMatrix& matrix, const DeviationVerdict& row) {
  const auto found = matrix.seconds.find(row.deviation.id);
  return found == matrix.seconds.end() ? 0 : found->second;
}

}  // namespace

std::string kill_line(const DeviationVerdict& verdict, double seconds, std::size_t id_width) {
  std::string line = fmt::format("{:<10}  {:<{}}  killed by {:>2}  collateral {:>2}  acted {:>5}  {:>5.2f} s",
                                 outcome(verdict), verdict.deviation.id, id_width, verdict.killed_by.size(),
                                 verdict.collateral.size(), verdict.acted, seconds);
  if (verdict.dead_service > 0)
    line += fmt::format("  ({} depend on the dead service)", verdict.dead_service);
  if (!verdict.first_try.empty()) line += "  (try 2)";
  return line;
}

std::string kill_summary(const KillMatrix& matrix) {
  std::string text;
  add(text, "does not pass on the sound server", matrix.baseline);
  for (const DeviationVerdict& row : matrix.rows)
    if (!row.ok()) add(text, row.deviation.id + " (" + row.deviation.summary + ")", row.troubles());
  add(text, "as it should be at the second try only; at the first", first_tries(matrix));
  add(text, "no deviation makes these scenarios fail", matrix.never_failing);
  add(text, "no deviation breaks these clauses", matrix.without_deviation);
  return text +
         fmt::format("{}: {}\n", rate(matrix), matrix.ok() ? "every check can fail" : "NOT GOOD ENOUGH");
}

std::string kill_markdown(const KillMatrix& matrix) {
  std::string text =
      fmt::format("# Kill matrix\n\n{}. {}\n\n", rate(matrix),
                  matrix.ok() ? "Each was noticed by its own clause's scenarios and by no others."
                              : "**Not good enough**, see below.");
  text += "| deviation | breaks | outcome | killed by | collateral | acted | seconds |\n";
  text += "|---|---|---|---|--:|--:|--:|\n";
  for (const DeviationVerdict& row : matrix.rows)
    text += fmt::format("| `{}` | {} | {} | {} | {} | {} | {:.2f} |\n", row.deviation.id,
                        fmt::join(row.deviation.clauses, ", "), outcome(row), fmt::join(row.killed_by, ", "),
                        row.collateral.size(), row.acted, seconds_of(matrix, row));
  add_markdown(text, "Does not pass on the sound server", matrix.baseline);
  for (const DeviationVerdict& row : matrix.rows)
    if (!row.ok()) add_markdown(text, row.deviation.id, row.troubles());
  add_markdown(text, "As it should be at the second try only; at the first", first_tries(matrix));
  add_markdown(text, "No deviation makes these scenarios fail", matrix.never_failing);
  add_markdown(text, "No deviation breaks these clauses", matrix.without_deviation);
  return text;
}

std::string kill_json(const KillMatrix& matrix) {
  nlohmann::ordered_json rows = nlohmann::ordered_json::array();
  for (const DeviationVerdict& row : matrix.rows) {
    rows.push_back({{"id", row.deviation.id},
                    {"clauses", row.deviation.clauses},
                    {"summary", row.deviation.summary},
                    {"outcome", outcome(row)},
                    {"acted", row.acted},
                    {"killed_by", row.killed_by},
                    {"collateral", safe(row.collateral)},
                    {"dead_service", row.dead_service},
                    {"problem", safe(row.problem)},
                    {"first_try", safe(row.first_try)},
                    {"seconds", seconds_of(matrix, row)}});
  }
  const nlohmann::ordered_json whole{{"version", 1},
                                     {"ok", matrix.ok()},
                                     {"killed", matrix.killed()},
                                     {"deviations", rows},
                                     {"baseline", safe(matrix.baseline)},
                                     {"never_failing", matrix.never_failing},
                                     {"without_deviation", matrix.without_deviation}};
  return whole.dump(2) + "\n";
}

}  // namespace cts
