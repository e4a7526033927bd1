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
constexpr std::size_t longest_reason = 300;
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

/// One section or item, told in each language.
template <typename What>
struct Told {
  const What& english;
  const What& japanese;

  Both say(std::string What::*text) const {
    return {shortened(english.*text, longest_text), shortened(japanese.*text, longest_text)};
  }
};

void side(Page page, std::string_view ComparisonPhrases::*label, const std::optional<Verdict>& verdict,
          const Both& text) {
  const LabelledCell cell(page, "side", both(label));
  if (verdict)
    badge(page.out, *verdict);
  else
    say(page.out, text);
}

/// A scenario with a card of its own is a link to it.
void subject(Page page, const Told<OutlineItem>& item) {
  const ScenarioResult* scenario = scenario_of(page.record, item.english.subject);
  if (scenario != nullptr)
    scenario_name(page.out, *scenario);
  else
    leaf(page, "code", item.say(&OutlineItem::subject));
}

void row(Page page, const Told<OutlineItem>& told, bool with_detail) {
  const OutlineItem& item = told.english;
  const bool of_verdicts = item.verdict_before || item.verdict_after;
  const Both none = both(&ComparisonPhrases::none);
  const Element line(page.out, "tr");
  {
    const Element cell(page.out, "td", {{"class", "id"}});
    subject(page, told);
    if (!item.clauses.empty()) page.out.leaf("small", clause_list(item.clauses), {{"class", "quiet"}});
  }
  side(page, &ComparisonPhrases::before, item.verdict_before,
       of_verdicts ? none : told.say(&OutlineItem::before));
  side(page, &ComparisonPhrases::after, item.verdict_after,
       of_verdicts ? none : told.say(&OutlineItem::after));
  if (with_detail)
    leaf(page, "td",
         {beginning(item.detail, longest_reason), beginning(told.japanese.detail, longest_reason)},
         {{"class", of_verdicts ? "" : "quiet"}});
}

using Section = Told<OutlineSection>;

Both heading(const Section& section) {
  return {std::string(section.english.heading), std::string(section.japanese.heading)};
}

void table(Page page, const Section& told) {
  const OutlineSection& section = told.english;
  const bool with_detail = std::any_of(section.items.begin(), section.items.end(),
                                       [](const OutlineItem& item) { return !item.detail.empty(); });
  std::vector<Both> columns{both(&ComparisonPhrases::what), both(&ComparisonPhrases::before),
                            both(&ComparisonPhrases::after)};
  if (with_detail) columns.push_back(both(&Phrases::reason));
  const bool of_verdicts = section.items.front().verdict_before || section.items.front().verdict_after;
  open_table(page, heading(told), columns, of_verdicts ? "changes verdicts" : "changes");
  const std::size_t shown = std::min(section.items.size(), most_items);
  for (std::size_t i = 0; i < shown; ++i) row(page, {section.items[i], told.japanese.items[i]}, with_detail);
  close_table(page);
  if (shown == section.items.size()) return;
  leaf(page, "p", both([&](const Phrases& phrases) {
         return fmt::format("… {} {}", section.items.size() - shown, phrases.more);
       }));
}

void part(Page page, const Section& told) {
  const OutlineSection& section = told.english;
  {
    const Element title(page.out, "h3",
                        {{"id", fmt::format("changed-{}", section.key)}, {"class", "change"}});
    say(page.out, heading(told));
    page.out.leaf("span", std::to_string(section.count),
                  {{"class", fmt::format("badge {}", tone(section.weight))}});
  }
  const bool fold = section.weight == OutlineSection::Weight::plain && section.items.size() > most_unfolded;
  if (!fold) return table(page, told);
  const Element details(page.out, "details");
  {
    const Element summary(page.out, "summary");
    say(page.out, heading(told));
    page.out.text(fmt::format(" ({})", section.count));
  }
  table(page, told);
}

void about(Page page, const ComparedRun& run) {
  const Element line(page.out, "p", {{"class", "facts"}});
  const Element text(page.out, "span");
  say(page.out, both(&ComparisonPhrases::baseline));
  page.out.text(fmt::format(": {}, {}", run.target, moment_text(run.started_at)));
  if (!run.file.empty()) page.out.text(fmt::format(", {}", run.file));
}

/// The same sections in either language.
struct Outlines {
  explicit Outlines(const Comparison& comparison)
      : english(outline(comparison, english_comparison())),
        japanese(outline(comparison, japanese_comparison())) {
    // What broke before what is only worth knowing.
    for (auto* each : {&english, &japanese}) {
      std::stable_sort(
          each->begin(), each->end(),
          [](const OutlineSection& left, const OutlineSection& right) { return left.weight < right.weight; });
    }
  }

  std::vector<OutlineSection> english;
  std::vector<OutlineSection> japanese;
};

}  // namespace

void changes_at_a_glance(Page page) {
  if (!page.record.comparison) {
    const Element line(page.out, "p", {{"class", "quiet"}});
    return say(page.out, both(&Phrases::no_baseline));
  }
  leaf(page, "h2", both(&ComparisonPhrases::title), {{"class", "small"}});
  const Outlines sections(*page.record.comparison);
  const Element list(page.out, "ul", {{"class", "totals"}});
  for (std::size_t i = 0; i < sections.english.size(); ++i) {
    const OutlineSection& section = sections.english[i];
    const Element item(page.out, "li");
    const Element link(page.out, "a",
                       {{"href", fmt::format("#changed-{}", section.key)},
                        {"class", fmt::format("badge {}", tone(section.weight))}});
    page.out.text(fmt::format("{} ", section.count));
    say(page.out, heading({section, sections.japanese[i]}));
  }
  const Element item(page.out, "li", {{"class", "quiet"}});
  page.out.text(fmt::format("{} ", page.record.comparison->same));
  say(page.out, both(&ComparisonPhrases::same));
}

void comparison(Page page) {
  if (!page.record.comparison) return;
  const Comparison& found = *page.record.comparison;
  const Element section(page.out, "section", {{"aria-labelledby", "changes"}});
  section_heading(page, "changes", both(&ComparisonPhrases::title));
  leaf(page, "p",
       {outline_summary(found, english_comparison()), outline_summary(found, japanese_comparison())},
       {{"class", "message"}});
  about(page, found.before);
  const Outlines sections(found);
  for (std::size_t i = 0; i < sections.english.size(); ++i)
    part(page, {sections.english[i], sections.japanese[i]});
}

}  // namespace reports::html
