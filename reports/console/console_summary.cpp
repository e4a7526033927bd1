#include "reports/console/console_summary.h"

#include <algorithm>

#include <fmt/format.h>

#include "reports/record/derive.h"
#include "reports/text/format.h"
#include "reports/text/safe_text.h"

namespace reports {
namespace {

constexpr std::size_t longest_text = 2'000;
constexpr std::size_t duration_width = 8;

std::string one_line(std::string_view untrusted) {
  std::string text = shortened(printable(untrusted, Lines::join), longest_text);
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

std::size_t verdict_width(const Phrases& phrases) {
  std::size_t width = 0;
  for (const Verdict verdict : all_verdicts)
    width = std::max(width, display_width(verdict_word(verdict, phrases)));
  return width;
}

void add_labelled(std::string& out, std::string_view label, std::string_view value, std::size_t width) {
  if (!value.empty())
    out += fmt::format("    {} {}\n", padded(fmt::format("{}:", label), width), one_line(value));
}

void add_failure(std::string& out, const ScenarioResult& scenario, const Phrases& phrases) {
  std::size_t width = 0;
  for (const std::string_view label :
       {phrases.requirement, phrases.expected, phrases.actual, phrases.repeat, phrases.run_again}) {
    width = std::max(width, display_width(label) + 1);
  }
  out += fmt::format("  {}  {}  {}\n", verdict_word(scenario.verdict, phrases), one_line(scenario.id),
                     clause_list(scenario.clauses));
  bool told = false;
  for (const Finding& finding : scenario.findings) {
    if (finding.passed) continue;
    told = true;
    add_labelled(out, phrases.requirement, finding.requirement, width);
    add_labelled(out, phrases.expected, finding.expected, width);
    add_labelled(out, phrases.actual, finding.actual, width);
    add_labelled(out, phrases.repeat, finding.repeat, width);
  }
  if (!told) {
    add_labelled(out, phrases.requirement, scenario.purpose, width);
    add_labelled(out, phrases.actual, scenario.message, width);
  }
  add_labelled(out, phrases.run_again, scenario.repeat, width);
}

void add_list(std::string& out, std::string_view heading, const std::vector<std::string>& lines) {
  if (lines.empty()) return;
  out += fmt::format("\n{}\n", heading);
  for (const std::string& line : lines) out += fmt::format("  {}\n", one_line(line));
}

std::vector<std::string> root_cause_lines(const RunRecord& record, const Phrases& phrases) {
  std::vector<std::string> lines;
  for (const RootCause& cause : record.root_causes) {
    lines.push_back(
        fmt::format("{}: {} ({}: {})", cause.id, cause.message, phrases.affected, cause.scenarios_affected));
  }
  return lines;
}

std::vector<std::string> leftover_lines(const RunRecord& record) {
  std::vector<std::string> lines;
  for (const ScenarioResult& scenario : record.scenarios) {
    for (const std::string& leftover : scenario.leftovers) {
      lines.push_back(fmt::format("{} ({})", leftover, scenario.id));
    }
  }
  return lines;
}

std::vector<std::string> harness_lines(const RunRecord& record) {
  std::vector<std::string> lines = record.errors;
  for (const SecretLeak& leak : record.secrets_check.leaks) {
    lines.push_back(fmt::format("{}: {} ({})", leak.file, leak.secret, leak.form));
  }
  return lines;
}

std::string last_line(const RunRecord& record, const Phrases& phrases) {
  std::string totals;
  for (const Verdict verdict : all_verdicts) {
    const auto count = record.totals.find(verdict);
    if (count == record.totals.end() || count->second == 0) continue;
    if (!totals.empty()) totals += ", ";
    totals += fmt::format(fmt::runtime(phrases.counted), count->second, verdict_word(verdict, phrases));
  }
  const Conclusion conclusion = conclude(record);
  const bool also_interrupted = record.interrupted && conclusion != Conclusion::interrupted;
  return fmt::format("{}: {}{}{}{} ({})\n", one_line(record.target.name), headline(conclusion, phrases),
                     also_interrupted ? fmt::format(" ({})", phrases.interrupted) : "",
                     totals.empty() ? "" : phrases.stop, totals,
                     duration_text(record.ended_at - record.started_at));
}

}  // namespace

std::string console_conclusion(const RunRecord& record, const Phrases& phrases) {
  return last_line(record, phrases);
}

void ConsoleLayout::fit(std::string_view scenario_id, const std::vector<std::string>& scenario_clauses) {
  id = std::max(id, display_width(scenario_id));
  clauses = std::max(clauses, display_width(clause_list(scenario_clauses)));
}

ConsoleLayout layout_of(const RunRecord& record) {
  ConsoleLayout layout;
  for (const ScenarioResult& scenario : record.scenarios) layout.fit(scenario.id, scenario.clauses);
  return layout;
}

std::string console_line(const ScenarioResult& scenario, const ConsoleLayout& layout,
                         const Phrases& phrases) {
  const std::string duration = duration_text(scenario.duration);
  std::string line = fmt::format(
      "{}  {}  {}  {:>{}}", padded(verdict_word(scenario.verdict, phrases), verdict_width(phrases)),
      padded(one_line(scenario.id), layout.id), padded(clause_list(scenario.clauses), layout.clauses),
      duration, duration_width);
  if (scenario.verdict != Verdict::pass && !scenario.message.empty())
    line += "  " + one_line(scenario.message);
  return line;
}

std::string console_summary(const RunRecord& record, const Phrases& phrases) {
  std::string out;
  add_list(out, phrases.root_causes, root_cause_lines(record, phrases));
  if (!record.root_causes.empty()) out += fmt::format("  {}\n", phrases.root_causes_advice);
  bool first = true;
  for (const ScenarioResult& scenario : record.scenarios) {
    if (!is_bad(scenario.verdict) && scenario.verdict != Verdict::none) continue;
    if (first) out += fmt::format("\n{}\n", phrases.failures);
    first = false;
    add_failure(out, scenario, phrases);
  }
  add_list(out, phrases.leftovers, leftover_lines(record));
  add_list(out, phrases.stale_lines, record.stale_expectations);
  add_list(out, phrases.harness_errors, harness_lines(record));
  out += "\n" + last_line(record, phrases);
  return out;
}

std::string write_console(const RunRecord& record, const Phrases& phrases) {
  const ConsoleLayout layout = layout_of(record);
  std::string out;
  for (const ScenarioResult& scenario : record.scenarios)
    out += console_line(scenario, layout, phrases) + "\n";
  return out + console_summary(record, phrases);
}

}  // namespace reports
