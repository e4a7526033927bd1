#include "reports/html/html_writer.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "reports/html/document.h"
#include "reports/html/parts.h"
#include "reports/text/format.h"

namespace reports {

namespace {

/// For all dialogues together.
constexpr std::size_t transcripts_limit = 800'000;
/// For one.
constexpr std::size_t longest_transcript = 64'000;

std::size_t transcript_limit(const RunRecord& record) {
  const std::size_t dialogues = html::broken_scenarios(record).size() + record.root_causes.size();
  return std::min(longest_transcript, transcripts_limit / std::max<std::size_t>(dialogues, 1));
}

}  // namespace

std::string write_html(const RunRecord& record) {
  const std::string title = fmt::format("{}: {} – {}", record.target.name,
                                        headline(conclude(record), english()), english().report_title);
  return html::document({.title = title}, [&record](Markup& out) {
    const html::Page page{out, record, transcript_limit(record)};
    constexpr std::array sections{html::banner,          html::comparison,     html::root_causes,
                                  html::harness_errors,  html::failures,       html::inconclusive,
                                  html::leftovers,       html::known_failures, html::clause_matrix,
                                  html::readings,        html::software,       html::not_run,
                                  html::interconnection, html::times,          html::target_and_options};
    for (const auto& section : sections) section(page);
  });
}

namespace {

void comparison_banner(html::Page page) {
  const Comparison& found = *page.record.comparison;
  const bool broke = count(found, Change::new_failure) > 0;
  const bool unsure = count(found, Change::lost_sight) > 0 || found.judged_by_both == 0;
  const Element header(page.out, "header", {{"class", broke ? "bad" : unsure ? "unsure" : "good"}});
  html::languages(page.out);
  {
    const Element line(page.out, "p", {{"class", "target"}});
    page.out.leaf("b", found.after.target);
    page.out.leaf("span", moment_text(found.after.started_at));
  }
  {
    const Element title(page.out, "h1");
    page.out.leaf("span", broke ? "✗" : unsure ? "?" : "✓", {{"aria-hidden", "true"}, {"class", "mark"}});
    const auto headline_in = [&](const ComparisonPhrases& phrases) {
      return broke ? phrases.new_failures : unsure ? phrases.lost_sight : phrases.title;
    };
    html::say(page.out, {std::string(headline_in(english_comparison())),
                         std::string(headline_in(japanese_comparison()))});
  }
  html::changes_at_a_glance(page);
}

}  // namespace

std::string write_html(const Comparison& comparison) {
  // Without scenarios: there are no cards to link to.
  RunRecord record;
  record.target.name = comparison.after.target;
  record.comparison = comparison;
  const std::string title = fmt::format("{}: {}", comparison.after.target, english_comparison().title);
  return html::document({.title = title}, [&record](Markup& out) {
    const html::Page page{out, record, longest_transcript};
    comparison_banner(page);
    html::comparison(page);
  });
}

}  // namespace reports
