#pragma once

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
  const Phrases& phrases;
};

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

/// In the banner: how much changed since the baseline, each figure a link.
void changes_at_a_glance(Page page);
/// "8/11 clauses judged": of those that can be observed at all.
std::string clauses_seen(const RunRecord& record, const Phrases& phrases);
/// "✗ fail" in the verdict's colour.
void badge(Markup& out, Verdict verdict);
/// Anchor of a scenario's card.
std::string anchor(std::string_view scenario_id);
/// True when failures() shows a card for the scenario.
bool has_card(const ScenarioResult& scenario);
/// The id, as a link when there is a card to go to; may be broken after '.' and '_'.
void scenario_name(Markup& out, const ScenarioResult& scenario);
/// Folded dialogue; `judged`: indices of entries to point out.
void transcript(Page page, const std::vector<TranscriptEntry>& entries,
                const std::vector<std::size_t>& judged);
void section_heading(Markup& out, std::string_view id, std::string_view text);
/// Opens table, caption for screen readers, head and body; to be closed with close_table(). Narrow screens
/// show rows as blocks.
void open_table(Markup& out, std::string_view caption, const std::vector<std::string_view>& columns,
                std::string_view css_class = "");
void close_table(Markup& out);
/// Scenarios with this verdict, in the record's order.
std::vector<const ScenarioResult*> with_verdict(const RunRecord& record, Verdict verdict);

}  // namespace reports::html
