#pragma once

#include <string>
#include <string_view>

#include "reports/record/comparison.h"

namespace reports {

/// Every sentence and heading about what is different between two runs, in one language.
struct ComparisonPhrases {
  std::string_view title;  ///< "What changed since the baseline"
  std::string_view baseline;
  std::string_view no_difference;
  std::string_view nothing_in_common;

  // Headings: of scenarios, by what became of them …
  std::string_view new_failures;
  std::string_view lost_sight;
  std::string_view newly_borne;
  std::string_view fixed;
  std::string_view still_failing;
  std::string_view changed;
  std::string_view seen_again;
  std::string_view appeared;
  std::string_view not_run;
  std::string_view gone;
  // … and of everything else.
  std::string_view services;
  std::string_view software;
  std::string_view readings;
  std::string_view replies;
  std::string_view times;
  std::string_view terms;

  // Labels.
  std::string_view what;
  std::string_view before;
  std::string_view after;
  std::string_view in_order;
  std::string_view not_in_order;
  std::string_view median;
  std::string_view none;  ///< stands for a side on which there is nothing
  std::string_view same;  ///< "The same"
  std::string_view not_compared;
  std::string_view not_selected;
  std::string_view scenarios;
  std::string_view run;   ///< before its id
  std::string_view stop;  ///< after a sentence
  std::string_view more;

  /// The heading of scenarios with that change.
  std::string_view heading(Change change) const;
};

const ComparisonPhrases& english_comparison();
const ComparisonPhrases& japanese_comparison();

}  // namespace reports
