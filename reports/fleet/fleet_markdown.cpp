#include <algorithm>

#include <fmt/format.h>

#include "reports/fleet/fleet_text.h"
#include "reports/fleet/fleet_writers.h"
#include "reports/markdown/markdown_parts.h"
#include "reports/text/format.h"
#include "reports/text/safe_text.h"

namespace reports {

using namespace markdown;

namespace {

/// A CI system cuts a long summary off, GitHub at 1 MiB.
constexpr std::size_t most_hosts = 500;
constexpr std::size_t most_shared = 20;
constexpr std::size_t most_clauses = 6;

std::string_view mark_of(HostState state) {
  switch (state) {
    case HostState::conforms:
      return "✅";
    case HostState::stale_expectations:
      return "⚠️";
    case HostState::inconclusive:
      return "❔";
    case HostState::does_not_conform:
    case HostState::not_judged:
      break;
  }
  return "❌";
}

std::string joined(const std::vector<std::string>& words, std::size_t most) {
  std::string text;
  for (std::size_t i = 0; i < std::min(words.size(), most); ++i) text += (i == 0 ? "" : ", ") + words[i];
  if (words.size() > most) text += fmt::format(", … {} {}", words.size() - most, english().more);
  return text;
}

std::string worst_clauses(const FleetHost& host) {
  if (!host.run) return {};
  std::vector<std::string> ids;
  for (const ClauseResult* clause : broken_clauses(*host.run)) ids.push_back(clause->id);
  return joined(ids, most_clauses);
}

void add_hosts(std::string& out, const FleetRecord& fleet, const FleetPhrases& words) {
  out += fmt::format("\n| {} | {} | {} | {} | {} | {} |\n|---|---|--:|--:|---|---|\n", words.host,
                     english().verdict, words.failed, english().inconclusive, words.changed,
                     words.worst_or_reason);
  const auto hosts = worst_first(fleet);
  for (std::size_t i = 0; i < std::min(hosts.size(), most_hosts); ++i) {
    const FleetHost& host = *hosts[i];
    const HostState state = state_of(host);
    out += fmt::format("| {} | {} {} | {} | {} | {} | {} |\n", plain(host.key), mark_of(state),
                       state_word(state, words), host.run ? std::to_string(failures_of(host)) : "",
                       host.run ? std::to_string(count_of(host, Verdict::inconclusive)) : "",
                       host.run ? plain(changes_text(host, words)) : "", plain(worst_clauses(host)));
  }
  if (hosts.size() > most_hosts) out += fmt::format("\n… {} {}\n", hosts.size() - most_hosts, english().more);
}

void add_shared(std::string& out, const FleetRecord& fleet, const FleetPhrases& words) {
  const std::vector<SharedFailure> all = shared_failures(fleet);
  if (all.empty()) return;
  out += fmt::format("\n### {}\n\n{}\n\n", words.shared, words.shared_why);
  for (std::size_t i = 0; i < std::min(all.size(), most_shared); ++i) {
    const SharedFailure& shared = all[i];
    std::vector<std::string> ids = shared.causes;
    ids.insert(ids.end(), shared.scenarios.begin(), shared.scenarios.end());
    out += fmt::format("- **{} {}** ({}): {}\n  - {}\n", shared.hosts.size(), words.hosts_lower,
                       plain(joined(shared.hosts, most_clauses)), plain(joined(ids, most_clauses)),
                       plain(shared.message));
    for (const auto& [name, value] : shared.theirs_alone)
      out += fmt::format("  - {}: {}: {}\n", words.theirs_alone, plain(name), code(value));
  }
  if (all.size() > most_shared) out += fmt::format("\n… {} {}\n", all.size() - most_shared, english().more);
}

void add_problems(std::string& out, const FleetRecord& fleet, const FleetPhrases& words) {
  std::string lines;
  for (const FleetHost& host : fleet.hosts) {
    if (state_of(host) == HostState::not_judged)
      lines += fmt::format("- **{}** ({} {}): {}\n", plain(host.key), words.exit_code, host.exit_code,
                           plain(problem_text(host)));
  }
  if (!lines.empty()) out += fmt::format("\n### {}\n\n{}", words.problems, lines);
}

}  // namespace

std::string write_fleet_markdown(const FleetRecord& fleet) {
  const FleetPhrases& words = english_fleet();
  const std::string_view mark = fleet.exit_code == 0                           ? "✅"
                                : fleet.exit_code == 2 || fleet.exit_code == 3 ? "❔"
                                                                               : "❌";
  std::string out = fmt::format(
      "## {} {}\n\n{}, {}, {} {}\n", mark, fleet_headline(fleet, words), moment_text(fleet.started_at),
      duration_text(fleet.ended_at - fleet.started_at), plain(fleet.tool.name), plain(fleet.tool.version));
  add_hosts(out, fleet, words);
  add_shared(out, fleet, words);
  add_problems(out, fleet, words);
  return out;
}

std::string fleet_console_line(const FleetHost& host, std::size_t width, const Phrases& phrases) {
  constexpr std::size_t state_width = 25;
  const FleetPhrases& words = fleet_phrases(phrases);
  std::string line = fmt::format("{}  {}", padded(printable(host.key, Lines::join), width),
                                 padded(state_word(state_of(host), words), state_width));
  if (!host.run) return line + "  " + beginning(printable(host.problem, Lines::keep), 300);
  std::string figures;
  for (const Verdict verdict : all_verdicts) {
    if (verdict == Verdict::not_run || verdict == Verdict::not_applicable || count_of(host, verdict) == 0)
      continue;
    if (!figures.empty()) figures += ", ";
    figures +=
        fmt::format(fmt::runtime(phrases.counted), count_of(host, verdict), verdict_word(verdict, phrases));
  }
  line += fmt::format("  {} ({})", figures, duration_text(host.run->ended_at - host.run->started_at));
  if (host.run->comparison) line += fmt::format("; {}: {}", words.changed, changes_text(host, words));
  return line;
}

std::string fleet_console(const FleetRecord& fleet, const Phrases& phrases) {
  std::size_t width = 0;
  for (const FleetHost& host : fleet.hosts)
    width = std::max(width, display_width(printable(host.key, Lines::join)));
  std::string out;
  for (const FleetHost* host : worst_first(fleet)) out += fleet_console_line(*host, width, phrases) + "\n";
  return out + "\n" + fleet_headline(fleet, fleet_phrases(phrases)) + "\n";
}

}  // namespace reports
