#include <algorithm>

#include <fmt/format.h>

#include "reports/compare/outline.h"
#include "reports/markdown/markdown_parts.h"
#include "reports/markdown/markdown_writer.h"
#include "reports/text/format.h"

namespace reports {
namespace markdown {
namespace {

/// Of a section; what matters stands in the first ones.
constexpr std::size_t most_items = 50;

std::string side(const std::optional<Verdict>& verdict, const std::string& text) {
  return verdict ? fmt::format("{} {}", mark(*verdict), to_string(*verdict)) : plain(text);
}

void add_section(std::string& out, const OutlineSection& section, const ComparisonPhrases& phrases) {
  out += fmt::format("\n**{}** ({})\n\n| {} | {} | {} | |\n|---|---|---|---|\n", section.heading,
                     section.count, phrases.what, phrases.before, phrases.after);
  const std::size_t shown = std::min(section.items.size(), most_items);
  for (std::size_t i = 0; i < shown; ++i) {
    const OutlineItem& item = section.items[i];
    out +=
        fmt::format("| {}{}{} | {} | {} | {} |\n", code_cell(item.subject), item.clauses.empty() ? "" : " ",
                    plain(clause_list(item.clauses)), side(item.verdict_before, item.before),
                    side(item.verdict_after, item.after), plain(item.detail));
  }
  if (shown < section.items.size())
    out += fmt::format("\n… {} {}\n", section.items.size() - shown, phrases.more);
}

}  // namespace

std::string markdown_changes(const Comparison& comparison, const ComparisonPhrases& phrases) {
  std::string out = fmt::format("\n### {}\n\n{}: {}, {}\n\n{}\n", phrases.title, phrases.baseline,
                                plain(comparison.before.target), moment_text(comparison.before.started_at),
                                plain(outline_summary(comparison, phrases)));
  for (const OutlineSection& section : outline(comparison, phrases)) add_section(out, section, phrases);
  return out;
}

}  // namespace markdown

std::string write_markdown(const Comparison& comparison, const ComparisonPhrases& phrases) {
  return markdown::markdown_changes(comparison, phrases);
}

}  // namespace reports
