#pragma once

#include <string_view>

#include "reports/text/phrases.h"

namespace reports {

/// Every sentence and heading about a fleet, in one language.
struct FleetPhrases {
  std::string_view title;         ///< "Hosting conformance of a fleet"
  std::string_view all_conform;   ///< headlines
  std::string_view some_conform;  ///< a format of how many, and of how many
  std::string_view none_there;

  // States of a host.
  std::string_view conforms;
  std::string_view does_not_conform;
  std::string_view inconclusive;
  std::string_view stale_expectations;
  std::string_view not_judged;

  // Headings.
  std::string_view hosts;
  std::string_view shared;
  std::string_view shared_why;
  std::string_view matrix;
  std::string_view problems;
  std::string_view about;

  // Labels.
  std::string_view host;
  std::string_view hosts_lower;  ///< after their number
  std::string_view failed;
  std::string_view changed;
  std::string_view worst;
  std::string_view worst_or_reason;  ///< above the column that holds either
  std::string_view causes;
  std::string_view theirs_alone;
  std::string_view kept;
  std::string_view new_failures;
  std::string_view no_longer_judged;
  std::string_view fixed;
  std::string_view no_baseline;
  std::string_view no_change;
  std::string_view part;
  std::string_view sort;  ///< for those who hear a column's button
  std::string_view exit_code;
};

const FleetPhrases& english_fleet();
const FleetPhrases& japanese_fleet();
/// In the language of `phrases`.
const FleetPhrases& fleet_phrases(const Phrases& phrases);

}  // namespace reports
