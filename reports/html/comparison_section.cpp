#include <algorithm>

#include <fmt/format.h>

#include "reports/compare/outline.h"
#include "reports/html/parts.h"
#include "reports/text/format.h"
#include "reports/text/safe_text.h"

namespace reports::html {
namespace {

constexpr std::size_t longest_text = 1'000;
/// Of a failure, whose card tells it all.
constexpr std::size_t longest_reason = 200;
constexpr std::size_t most_items = 200;
/// Longer sections of what is only worth knowing are folded.
constexpr std::size_t most_unfolded = 12;

std::string_view tone(OutlineSection::Weight weight) {
  switch (weight) {
    case OutlineSection::Weight::bad:
      return "v-fail";
    case OutlineSection::Weight::unsure:
      return "v-inconclusive";
    case OutlineSection::Weight::good:
      return "v-pass";
    case OutlineSection::Weight::plain:
      break;
  }
  return "v-not_run";
}

const ScenarioResult* scenario_of(const RunRecord& record, std::string_view id) {
  const auto found = std::find_if(record.scenarios.begin(), record.scenarios.end(),
                                  [id](const ScenarioResult& each) { return each.id == id; });
  return found == record.scenarios.end() ? nullptr : &*found;
}

/// A scenario with a card of its own is a link to it.
void subject(Page page, const OutlineItem& item) {
  const ScenarioResult* scenario = scenario_of(page.record, item.subject);
  if (scenario != nullptr)
    scenario_name(page.out, *scenario);
  else
    page.out.leaf("code", shortened(item.subject, longest_text));
}

void side(Page page, std::string_view label, const std::optional<Verdict>& verdict, std::string_view text) {
  const Element cell(page.out, "td", {{"class", "side"}, {"data-label", label}});
  if (verdict)
    badge(page.out, *verdict);
  else
    page.out.text(shortened(text, longest_text));
}

void row(Page page, const OutlineItem& item, bool with_detail, const ComparisonPhrases& phrases) {
  const bool of_verdicts = item.verdict_before || item.verdict_after;
  const Element line(page.out, "tr");
  {
    const Element cell(page.out, "td", {{"class", "id"}});
    subject(page, item);
    if (!item.clauses.empty()) page.out.leaf("small", clause_list(item.clauses), {{"class", "quiet"}});
  }
  side(page, phrases.before, item.verdict_before, of_verdicts ? phrases.none : std::string_view(item.before));
  side(page, phrases.after, item.verdict_after, of_verdicts ? phrases.none : std::string_view(item.after));
  if (with_detail)
    page.out.leaf("td", shortened(item.detail, longest_reason), {{"class", of_verdicts ? "" : "quiet"}});
}

void table(Page page, const OutlineSection& section, const ComparisonPhrases& phrases) {
  const bool with_detail = std::any_of(section.items.begin(), section.items.end(),
                                       [](const OutlineItem& item) { return !item.detail.empty(); });
  std::vector<std::string_view> columns{phrases.what, phrases.before, phrases.after};
  if (with_detail) columns.push_back(page.phrases.reason);
  const bool of_verdicts = section.items.front().verdict_before || section.items.front().verdict_after;
  open_table(page.out, section.heading, columns, of_verdicts ? "changes verdicts" : "changes");
  const std::size_t shown = std::min(section.items.size(), most_items);
  for (std::size_t i = 0; i < shown; ++i) row(page, section.items[i], with_detail, phrases);
  close_table(page.out);
  if (shown < section.items.size())
    page.out.leaf("p", fmt::format("… {} {}", section.items.size() - shown, phrases.more));
}

void part(Page page, const OutlineSection& section, const ComparisonPhrases& phrases) {
  const std::string id = fmt::format("changed-{}", section.key);
  {
    const Element heading(page.out, "h3", {{"id", id}, {"class", "change"}});
    page.out.text(section.heading);
    page.out.leaf("span", std::to_string(section.count),
                  {{"class", fmt::format("badge {}", tone(section.weight))}});
  }
  const bool fold = section.weight == OutlineSection::Weight::plain && section.items.size() > most_unfolded;
  if (!fold) return table(page, section, phrases);
  const Element details(page.out, "details");
  page.out.leaf("summary", fmt::format("{} ({})", section.heading, section.count));
  table(page, section, phrases);
}

void about(Page page, const ComparedRun& run, std::string_view label) {
  std::string text = fmt::format("{}: {}, {}", label, run.target, moment_text(run.started_at));
  if (!run.file.empty()) text += fmt::format(", {}", run.file);
  page.out.leaf("span", text);
}

}  // namespace

void changes_at_a_glance(Page page) {
  if (!page.record.comparison) return;
  const ComparisonPhrases& phrases = english_comparison();
  page.out.leaf("h2", phrases.title, {{"class", "small"}});
  auto sections = outline(*page.record.comparison, phrases);
  std::stable_sort(
      sections.begin(), sections.end(),
      [](const OutlineSection& left, const OutlineSection& right) { return left.weight < right.weight; });
  const Element list(page.out, "ul", {{"class", "totals"}, {"aria-label", phrases.title}});
  for (const OutlineSection& section : sections) {
    const Element item(page.out, "li");
    const Element link(page.out, "a",
                       {{"href", fmt::format("#changed-{}", section.key)},
                        {"class", fmt::format("badge {}", tone(section.weight))}});
    page.out.text(fmt::format("{} {}", section.count, section.heading));
  }
  const Element item(page.out, "li");
  page.out.leaf("span", fmt::format("{} {}", page.record.comparison->same, phrases.same),
                {{"class", "quiet"}});
}

void comparison(Page page) {
  if (!page.record.comparison) return;
  const ComparisonPhrases& phrases = english_comparison();
  const Comparison& found = *page.record.comparison;
  const Element section(page.out, "section", {{"aria-labelledby", "changes"}});
  section_heading(page.out, "changes", phrases.title);
  page.out.leaf("p", outline_summary(found, phrases), {{"class", "message"}});
  {
    const Element line(page.out, "p", {{"class", "facts"}});
    about(page, found.before, phrases.baseline);
  }
  for (const OutlineSection& each : outline(found, phrases)) part(page, each, phrases);
}

}  // namespace reports::html
