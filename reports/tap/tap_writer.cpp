#include "reports/tap/tap_writer.h"

#include <fmt/format.h>

#include "reports/record/derive.h"
#include "reports/text/format.h"
#include "reports/text/safe_text.h"

namespace reports {
namespace {

constexpr std::size_t text_limit = 8'000;  ///< of what a target said, in one place

/// What stands in a test point's description: '#' would begin a directive.
std::string description(std::string_view text) {
  std::string escaped;
  for (const char c : printable(shortened(text, text_limit), Lines::join)) {
    if (c == '\\' || c == '#') escaped += '\\';
    escaped += c;
  }
  return escaped;
}

/// A double-quoted scalar of YAML.
std::string quoted(std::string_view text) {
  std::string escaped = "\"";
  for (const char c : printable(shortened(text, text_limit), Lines::join)) {
    if (c == '\\' || c == '"') escaped += '\\';
    escaped += c;
  }
  return escaped + "\"";
}

struct Line {
  bool ok;
  std::string_view directive;  ///< empty: none
  bool explained;              ///< by a YAML block
};

Line line_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::pass:
      return {true, "", false};
    case Verdict::not_applicable:
    case Verdict::not_run:
      return {true, "skip", false};
    case Verdict::expected_failure:
      return {false, "todo", true};
    case Verdict::fail:
    case Verdict::unexpected_pass:
    case Verdict::inconclusive:
    case Verdict::error:
    case Verdict::none:
      break;
  }
  return {false, "", true};
}

void add_explanation(std::string& out, const ScenarioResult& scenario) {
  out += fmt::format("  ---\n  verdict: {}\n", to_key(scenario.verdict));
  if (!scenario.message.empty()) out += fmt::format("  message: {}\n", quoted(scenario.message));
  if (!scenario.root_cause.empty()) out += fmt::format("  root_cause: {}\n", quoted(scenario.root_cause));
  bool first = true;
  for (const Finding& finding : scenario.findings) {
    if (finding.passed) continue;
    if (first) out += "  findings:\n";
    first = false;
    out += fmt::format("    - clause: {}\n      requirement: {}\n      expected: {}\n      actual: {}\n",
                       quoted(finding.clause), quoted(finding.requirement), quoted(finding.expected),
                       quoted(finding.actual));
  }
  if (!scenario.repeat.empty()) out += fmt::format("  repeat: {}\n", quoted(scenario.repeat));
  out += fmt::format("  duration_ms: {}\n  ...\n", seconds_three_decimals(scenario.duration * 1000));
}

void add_point(std::string& out, std::size_t number, const ScenarioResult& scenario) {
  const Line line = line_of(scenario.verdict);
  out += fmt::format("{} {} - {}", line.ok ? "ok" : "not ok", number, description(scenario.id));
  if (!scenario.clauses.empty()) out += fmt::format(" ({})", description(clause_list(scenario.clauses)));
  if (!line.directive.empty()) {
    const std::string& why = scenario.expectation.empty() ? scenario.message : scenario.expectation;
    out += fmt::format(" # {} {}", line.directive, description(why));
  }
  out += "\n";
  if (line.explained) add_explanation(out, scenario);
}

}  // namespace

std::string write_tap(const RunRecord& record) {
  const std::vector<ScenarioResult> faults = harness_faults(record);
  std::string out =
      fmt::format("TAP version 13\n# {} {} on {}, run {}\n1..{}\n", description(record.tool.name),
                  description(record.tool.version), description(record.target.name),
                  description(record.run_id), record.scenarios.size() + faults.size());
  std::size_t number = 0;
  for (const ScenarioResult& scenario : record.scenarios) add_point(out, ++number, scenario);
  for (const ScenarioResult& fault : faults) add_point(out, ++number, fault);
  return out;
}

}  // namespace reports
