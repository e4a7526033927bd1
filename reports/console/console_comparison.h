#pragma once

#include <string>

#include "reports/record/comparison.h"
#include "reports/text/comparison_phrases.h"

namespace reports {

/// What is different between two runs, as plain lines for a terminal or a pipe, the worst first; as the last
/// line the summary. Ends in a line feed.
std::string console_comparison(const Comparison& comparison,
                               const ComparisonPhrases& phrases = english_comparison());

}  // namespace reports
