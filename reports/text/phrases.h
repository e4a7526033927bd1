#pragma once

#include <string_view>

#include "reports/record/derive.h"
#include "reports/text/comparison_phrases.h"

namespace reports {

/// Every sentence and heading of the reports for people, in one language. A report takes them from here only.
struct Phrases {
  /// Of the page: "en". Decides which of a clause's promises is shown.
  std::string_view language;
  std::string_view report_title;

  // What the run comes to.
  std::string_view conforms;
  std::string_view does_not_conform;
  std::string_view inconclusive;
  std::string_view nothing_ran;
  std::string_view interrupted;
  std::string_view stale_expectations;
  std::string_view harness_fault;
  std::string_view conforms_why;
  std::string_view inconclusive_why;
  std::string_view nothing_ran_why;
  std::string_view interrupted_why;
  std::string_view stale_expectations_why;
  std::string_view harness_fault_why;

  // Headings.
  std::string_view totals;
  std::string_view what_broke;
  std::string_view root_causes;
  std::string_view root_causes_advice;
  std::string_view failures;
  std::string_view harness_errors;
  std::string_view inconclusive_scenarios;
  std::string_view expected_failures;
  std::string_view stale_lines;
  std::string_view leftovers;
  std::string_view clauses;
  std::string_view readings;
  std::string_view not_run_and_why;
  std::string_view interconnection;
  std::string_view scenarios_and_times;
  std::string_view target_and_options;
  std::string_view contents;
  std::string_view what_changed;
  std::string_view clause_map;

  // Labels.
  std::string_view requirement;
  std::string_view expected;
  std::string_view actual;
  std::string_view repeat;
  std::string_view run_again;   ///< the whole scenario
  std::string_view taken_away;  ///< why what was sent, sent again, may be answered otherwise
  std::string_view transcript;
  std::string_view recorded;
  std::string_view clause;
  std::string_view promise;
  std::string_view section;
  std::string_view verdict;
  std::string_view scenario;
  std::string_view scenario_plural;
  std::string_view scenarios_lower;  ///< the same within a line, after their number
  std::string_view purpose;
  std::string_view reason;
  std::string_view service;
  std::string_view value;
  std::string_view step;
  std::string_view duration;
  std::string_view cause;
  std::string_view affected;
  std::string_view source;
  std::string_view tier;
  std::string_view consent;
  std::string_view not_covered;
  std::string_view by_operator;
  std::string_view nothing_to_observe;
  std::string_view kept_of;
  std::string_view not_judged;  ///< after the number of clauses
  std::string_view seen_here;   ///< what was said where a check failed
  std::string_view clauses_seen;
  std::string_view more;
  std::string_view judged_here;
  std::string_view not_tried;
  std::string_view worker;
  std::string_view ok;
  std::string_view failed;
  std::string_view justification;
  std::string_view counted;      ///< "{0} {1}": how a number {0} and what is counted {1} stand together
  std::string_view stop;         ///< after a sentence, when another one follows
  std::string_view no_baseline;  ///< why nothing is said about changes
  std::string_view new_failure;  ///< "new", of a failure that the baseline does not have
  std::string_view left_out;     ///< "entries left out", after their number

  // Target and options.
  std::string_view target;
  std::string_view description;
  std::string_view profile;
  std::string_view plan;
  std::string_view address;
  std::string_view started;
  std::string_view ended;
  std::string_view select;
  std::string_view everything;
  std::string_view jobs;
  std::string_view shard;
  std::string_view expectations;
  std::string_view baseline;
  std::string_view run_id;
  std::string_view tool;
  std::string_view secrets;
  std::string_view secrets_checked;
  std::string_view secrets_not_checked;
};

const Phrases& english();
const Phrases& japanese();
/// In the language of `phrases`.
const ComparisonPhrases& comparison_phrases(const Phrases& phrases);

/// "Conforms", "Does not conform", …
std::string_view headline(Conclusion conclusion, const Phrases& phrases);

/// "expected failure", for people.
std::string_view verdict_word(Verdict verdict, const Phrases& phrases);

}  // namespace reports
