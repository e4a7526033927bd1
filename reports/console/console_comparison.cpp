#include "reports/console/console_comparison.h"

#include <algorithm>

#include <fmt/format.h>

#include "reports/compare/outline.h"
#include "reports/text/format.h"
#include "reports/text/phrases.h"
#include "reports/text/safe_text.h"

namespace reports {
namespace {

constexpr std::size_t longest_text = 240;
/// Of a section: a whole suite that was not run would push everything else off the screen.
constexpr std::size_t most_items = 40;

std::string one_line(std::string_view untrusted) {
  std::string text = beginning(printable(untrusted, Lines::join), longest_text);
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

const Phrases& of_same_language(const ComparisonPhrases& phrases) {
  return &phrases == &japanese_comparison() ? japanese() : english();
}

std::string word_for(const std::optional<Verdict>& verdict, const ComparisonPhrases& phrases) {
  return std::string(verdict ? verdict_word(*verdict, of_same_language(phrases)) : phrases.none);
}

void add_item(std::string& out, const OutlineItem& item, std::size_t width,
              const ComparisonPhrases& phrases) {
  out += "  " + padded(one_line(item.subject), width);
  if (!item.clauses.empty()) out += "  " + clause_list(item.clauses);
  if (item.verdict_before || item.verdict_after)
    out += fmt::format("  {} → {}", word_for(item.verdict_before, phrases),
                       word_for(item.verdict_after, phrases));
  const bool has_sides = !item.before.empty() || !item.after.empty();
  const bool has_both = !item.before.empty() && !item.after.empty();
  if (has_sides)
    out += fmt::format("  {}{}{}", one_line(item.before), has_both ? " → " : "", one_line(item.after));
  if (!item.detail.empty()) out += (item.verdict_after ? "\n      " : "  ") + one_line(item.detail);
  while (out.ends_with(' ')) out.pop_back();
  out += '\n';
}

std::string told_of(std::string_view label, const ComparedRun& run, const ComparisonPhrases& phrases) {
  std::string line = fmt::format("{}: {}, {} {}, {}", label, one_line(run.target), phrases.run,
                                 one_line(run.run_id), moment_text(run.started_at));
  if (!run.file.empty()) line += fmt::format(" ({})", one_line(run.file));
  return line + "\n";
}

}  // namespace

std::string console_comparison(const Comparison& comparison, const ComparisonPhrases& phrases) {
  std::string out =
      told_of(phrases.before, comparison.before, phrases) + told_of(phrases.after, comparison.after, phrases);
  for (const OutlineSection& section : outline(comparison, phrases)) {
    out += fmt::format("\n{} ({})\n", section.heading, section.count);
    const std::size_t shown = std::min(section.items.size(), most_items);
    std::size_t width = 0;
    for (std::size_t i = 0; i < shown; ++i)
      width = std::max(width, display_width(one_line(section.items[i].subject)));
    for (std::size_t i = 0; i < shown; ++i) add_item(out, section.items[i], width, phrases);
    if (shown < section.items.size())
      out += fmt::format("  … {} {}\n", section.items.size() - shown, phrases.more);
  }
  out += fmt::format("\n{}\n", outline_summary(comparison, phrases));
  return out;
}

}  // namespace reports
