#include "reports/html/html_writer.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "reports/html/document.h"
#include "reports/html/parts.h"

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

}  // namespace reports
