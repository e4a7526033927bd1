#include "reports/markdown/markdown_writer.h"

#include <algorithm>

#include <fmt/format.h>

#include "reports/markdown/markdown_parts.h"
#include "reports/record/derive.h"
#include "reports/text/format.h"

namespace reports {

using namespace markdown;

namespace {

/// A CI system cuts a long summary off, GitHub at 1 MiB; what matters comes first anyway.
constexpr std::size_t most_failures = 50;

std::string_view mark_of(Conclusion conclusion) {
  if (conclusion == Conclusion::conforms) return "✅";
  return conclusion == Conclusion::does_not_conform || conclusion == Conclusion::harness_fault ? "❌" : "❔";
}

std::string totals_line(const RunRecord& record) {
  std::string line;
  for (const Verdict verdict : all_verdicts) {
    const auto count = record.totals.find(verdict);
    if (count == record.totals.end() || count->second == 0) continue;
    if (!line.empty()) line += " · ";
    line += fmt::format("**{}** {}", count->second, to_string(verdict));
  }
  return line;
}

void add_root_causes(std::string& out, const RunRecord& record, const Phrases& phrases) {
  if (record.root_causes.empty()) return;
  out += fmt::format("\n### {}\n\n| {} | {} | {} |\n|---|---|--:|\n", phrases.root_causes, phrases.cause,
                     phrases.reason, phrases.affected);
  for (const RootCause& cause : record.root_causes) {
    out += fmt::format("| {} | {} | {} |\n", code_cell(cause.id), plain(cause.message),
                       cause.scenarios_affected);
  }
  out += fmt::format("\n{}\n", phrases.root_causes_advice);
}

void add_errors(std::string& out, const RunRecord& record, const Phrases& phrases) {
  if (record.errors.empty() && record.secrets_check.leaks.empty()) return;
  out += fmt::format("\n### {}\n\n", phrases.harness_errors);
  for (const std::string& error : record.errors) out += fmt::format("- {}\n", plain(error));
  for (const SecretLeak& leak : record.secrets_check.leaks) {
    out += fmt::format("- {}: {} ({})\n", plain(leak.file), plain(leak.secret), plain(leak.form));
  }
}

void add_failure(std::string& out, const ScenarioResult& scenario, const Phrases& phrases) {
  // The findings say the same as the message, and better.
  const bool is_told = std::any_of(scenario.findings.begin(), scenario.findings.end(),
                                   [](const Finding& finding) { return !finding.passed; });
  out += fmt::format(
      "\n{} **{}** {} {}: {}\n", mark(scenario.verdict), to_string(scenario.verdict),
      plain(clause_list(scenario.clauses)), code(scenario.id),
      plain(is_told || scenario.message.empty() ? std::string_view(scenario.purpose)
                                                : without_clause(scenario.message, scenario.clauses)));
  for (const Finding& finding : scenario.findings) {
    if (finding.passed) continue;
    out += fmt::format("- {}: {}\n  - {}: {}\n  - {}: {}\n", phrases.requirement, plain(finding.requirement),
                       phrases.expected, plain(finding.expected), phrases.actual, plain(finding.actual));
    if (!finding.repeat.empty()) out += fmt::format("  - {}: {}\n", phrases.repeat, code(finding.repeat));
  }
  if (!scenario.repeat.empty()) out += fmt::format("- {}: {}\n", phrases.run_again, code(scenario.repeat));
}

void add_failures(std::string& out, const RunRecord& record, const Phrases& phrases) {
  std::size_t count = 0;
  for (const ScenarioResult& scenario : record.scenarios) {
    if (!is_bad(scenario.verdict) && scenario.verdict != Verdict::none) continue;
    if (count == 0) out += fmt::format("\n### {}\n", phrases.failures);
    if (++count <= most_failures) add_failure(out, scenario, phrases);
  }
  if (count > most_failures) out += fmt::format("\n… {} {}\n", count - most_failures, phrases.more);
}

void add_clauses(std::string& out, const RunRecord& record, const Phrases& phrases) {
  std::string rows;
  for (const ClauseResult& clause : record.clauses) {
    if (clause.scenarios.empty()) continue;
    const bool japanese = phrases.language == "ja" && !clause.promise_ja.empty();
    rows += fmt::format("| {} | {} {} | {} |\n", plain(clause.id), mark(clause.verdict),
                        to_string(clause.verdict), plain(japanese ? clause.promise_ja : clause.promise_en));
  }
  if (rows.empty()) return;
  out += fmt::format("\n<details><summary>{}</summary>\n\n| {} | {} | {} |\n|---|---|---|\n{}\n</details>\n",
                     phrases.clauses, phrases.clause, phrases.verdict, phrases.promise, rows);
}

}  // namespace

std::string write_markdown(const RunRecord& record, const Phrases& phrases) {
  const Conclusion conclusion = conclude(record);
  std::string out =
      fmt::format("## {} {}: {}\n\n{}\n\n{}, {}, {} {}, {} {}\n", mark_of(conclusion),
                  plain(record.target.name), headline(conclusion, phrases), totals_line(record),
                  moment_text(record.started_at), duration_text(record.ended_at - record.started_at),
                  plain(record.tool.name), plain(record.tool.version), phrases.run_id, code(record.run_id));
  if (record.interrupted) out += fmt::format("\n{}\n", phrases.interrupted_why);
  add_root_causes(out, record, phrases);
  add_errors(out, record, phrases);
  if (record.comparison) out += markdown_changes(*record.comparison);
  add_failures(out, record, phrases);
  add_clauses(out, record, phrases);
  return out;
}

}  // namespace reports
