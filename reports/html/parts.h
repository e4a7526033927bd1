#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "reports/html/markup.h"
#include "reports/record/run_record.h"
#include "reports/text/phrases.h"

/// The sections of the page, and the small pieces that they share. A section that has nothing to say writes
/// nothing.
namespace reports::html {

/// What every section is made from.
struct Page {
  Markup& out;
  const RunRecord& record;
  /// How many bytes the dialogue of one card may take, so that all of them together stay readable.
  std::size_t transcript_limit;

  /// Pieces are written where the page is; they need no more of it.
  operator Markup&() const { return out; }  // NOLINT(google-explicit-constructor)
};

/// A text in each of the page's languages. The page holds both and shows one.
struct Both {
  std::string english;
  std::string japanese;
};

/// From a phrase (`&Phrases::clause`, `&ComparisonPhrases::fixed`), or from whatever makes a text out of a
/// language's phrases.
template <typename Maker>
Both both(const Maker& make) {
  return {std::string(std::invoke(make, english())), std::string(std::invoke(make, japanese()))};
}

inline Both both(std::string_view ComparisonPhrases::*phrase) {
  return {std::string(english_comparison().*phrase), std::string(japanese_comparison().*phrase)};
}

// Sections, in the order of the page.
void banner(Page page);
void comparison(Page page);
void root_causes(Page page);
void harness_errors(Page page);
void failures(Page page);
void inconclusive(Page page);
void leftovers(Page page);
void known_failures(Page page);
void clause_matrix(Page page);
void readings(Page page);
void software(Page page);
void not_run(Page page);
void interconnection(Page page);
void times(Page page);
void target_and_options(Page page);

// Pieces.

/// Writes the text in both languages, or once where they agree.
void say(Markup& out, const Both& text);
/// An element with nothing but that.
void leaf(Markup& out, std::string_view tag, const Both& text, Markup::Attributes attributes = {});
/// A cell that a narrow screen shows with its column's name before it.
class LabelledCell {
 public:
  LabelledCell(Markup& out, std::string_view css_class, const Both& label)
      : cell_(out, "td", {{"class", css_class}, {"data-label", label.english}, {"data-ja", label.japanese}}) {
  }

 private:
  Element cell_;
};
/// A text that the target or its owner made long is shown up to this many bytes.
inline constexpr std::size_t longest_shown = 2'000;
/// In the banner: how much changed since the baseline, each figure a link.
void changes_at_a_glance(Page page);
/// "8/11 clauses judged": of those that can be observed at all.
Both clauses_seen(const RunRecord& record);
/// "✗".
std::string_view symbol(Verdict verdict);
/// "✗ fail" in the verdict's colour.
void badge(Markup& out, Verdict verdict);
/// Anchors of a scenario's card and of a clause's line.
std::string anchor(std::string_view scenario_id);
std::string clause_anchor(std::string_view clause_id);
/// The scenarios with a card: whatever went wrong, the worst first.
std::vector<const ScenarioResult*> broken_scenarios(const RunRecord& record);
/// True when failures() shows a card for the scenario.
bool has_card(const ScenarioResult& scenario);
/// The id, as a link when there is a card to go to; may be broken after '.' and '_'.
void scenario_name(Markup& out, const ScenarioResult& scenario);
/// Folded dialogue; `judged`: indices of entries to point out, which are kept when others are left out.
void transcript(Page page, const std::vector<TranscriptEntry>& entries,
                const std::vector<std::size_t>& judged);
void section_heading(Markup& out, std::string_view id, const Both& text);
/// Opens table, caption for screen readers, head and body; to be closed with close_table(). Narrow screens
/// show rows as blocks.
void open_table(Markup& out, const Both& caption, const std::vector<Both>& columns,
                std::string_view css_class = "");
void close_table(Markup& out);
/// Scenarios with this verdict, in the record's order.
std::vector<const ScenarioResult*> with_verdict(const RunRecord& record, Verdict verdict);

}  // namespace reports::html
