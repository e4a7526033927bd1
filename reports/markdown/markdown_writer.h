#pragma once

#include <string>

#include "reports/record/run_record.h"
#include "reports/text/comparison_phrases.h"
#include "reports/text/phrases.h"

namespace reports {

/// summary.md, for the summary page of a CI job (GitHub's flavour of Markdown): the conclusion, totals, root
/// causes, what broke, and a table of clauses by service. Text of the target cannot become markup.
std::string write_markdown(const RunRecord& record, const Phrases& phrases = english());

/// A comparison alone, as it stands in summary.md.
std::string write_markdown(const Comparison& comparison,
                           const ComparisonPhrases& phrases = english_comparison());

}  // namespace reports
