#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reports/record/comparison.h"
#include "reports/text/comparison_phrases.h"

/// A comparison in the order in which people read it. The writers of each format only lay it out.
namespace reports {

struct OutlineItem {
  /// Id of a scenario or step, "ftp greeting", "profile", …
  std::string subject;
  std::vector<std::string> clauses;
  /// Either the verdicts …
  std::optional<Verdict> verdict_before;
  std::optional<Verdict> verdict_after;
  /// … or what there was and is; both empty where only the subject counts.
  std::string before;
  std::string after;
  /// Why, or which scenarios; may be empty.
  std::string detail;
};

struct OutlineSection {
  enum class Weight { bad, unsure, good, plain };

  /// Stable: "new_failure", "software", …
  std::string_view key;
  std::string_view heading;
  Weight weight = Weight::plain;
  /// Of what the heading names; items that say the same are drawn together.
  std::size_t count = 0;
  std::vector<OutlineItem> items;
};

/// Sections that have nothing to tell are left out. Texts are of the wire: each writer makes them safe.
std::vector<OutlineSection> outline(const Comparison& comparison,
                                    const ComparisonPhrases& phrases = english_comparison());

/// "New failures: 2, Fixed: 1, The same: 310", or that nothing is different or comparable.
std::string outline_summary(const Comparison& comparison,
                            const ComparisonPhrases& phrases = english_comparison());

}  // namespace reports
