#pragma once

#include <string>
#include <string_view>

#include "reports/record/comparison.h"
#include "reports/record/verdict.h"
#include "reports/text/comparison_phrases.h"

/// What the writers of Markdown share.
namespace reports::markdown {

/// One line of `untrusted` in which no character is markup; shortened.
std::string plain(std::string_view untrusted);
/// `untrusted` between more back quotes than it has in a row.
std::string code(std::string_view untrusted);
/// code() for a cell of a table. A bar would end the cell even in code, and readers differ about a backslash
/// before it: a text with one is plain.
std::string code_cell(std::string_view untrusted);
std::string_view mark(Verdict verdict);

/// A heading, the summary, and a table for each kind of change.
std::string markdown_changes(const Comparison& comparison,
                             const ComparisonPhrases& phrases = english_comparison());

}  // namespace reports::markdown
