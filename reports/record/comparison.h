#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reports/record/fingerprint.h"
#include "reports/record/scenario_result.h"

/// What is different between two runs, as plain values. Found by compare() in reports/compare.
namespace reports {

/// What became of a scenario since the run before.
enum class Change {
  new_failure,    ///< fails (or passes against expectation), and the run before does not show it failing
  lost_sight,     ///< was judged before, and is inconclusive now, or an error of ours
  newly_borne,    ///< fails now, as its expectations file says
  fixed,          ///< failed before, passes now
  still_failing,  ///< failed before too
  changed,        ///< passes as before, with other readings or reply codes
  seen_again,     ///< passes, and was not judged before
  appeared,       ///< the run before does not know it; it does not fail
  not_run,        ///< was judged before, and this run did not look
  gone,           ///< the run before has it, and this one knows no such scenario
  same,
};
inline constexpr std::array all_changes{
    Change::new_failure,   Change::lost_sight, Change::newly_borne, Change::fixed,
    Change::still_failing, Change::changed,    Change::seen_again,  Change::appeared,
    Change::not_run,       Change::gone,       Change::same,
};

/// "new failure", for people.
std::string_view to_string(Change change);
/// "new_failure", for files.
std::string_view to_key(Change change);
std::optional<Change> parse_change(std::string_view key);

/// An observation that is not as it was; one side is empty where it was not made.
struct ReadingChange {
  std::string name;
  std::string before;
  std::string after;

  bool operator==(const ReadingChange&) const = default;
};

/// The codes with which commands were answered in a scenario: {"ftp", "DELE", {"550"}, {"553"}}.
struct ReplyChange {
  std::string service;
  std::string command;
  /// Sorted, none twice.
  std::vector<std::string> before;
  std::vector<std::string> after;

  bool operator==(const ReplyChange&) const = default;
};

struct ScenarioChange {
  std::string id;
  std::vector<std::string> clauses;
  Change change = Change::same;
  /// Verdict::none: the run does not know the scenario.
  Verdict before = Verdict::none;
  Verdict after = Verdict::none;
  /// Why, of each run; may be empty.
  std::string message_before;
  std::string message_after;
  std::vector<ReadingChange> readings;
  std::vector<ReplyChange> replies;

  bool operator==(const ScenarioChange&) const = default;
};

/// A step of the basic interconnection stage that was in order and is not, or the other way round.
struct StepChange {
  std::string id;
  bool ok_before = false;
  bool ok_after = false;
  /// Of the run in which it is not in order.
  std::string message;

  bool operator==(const StepChange&) const = default;
};

/// A property of the target's software that is another one; a side without values is without the property.
struct TraitChange {
  std::string service;
  std::string name;
  std::vector<std::string> before;
  std::vector<std::string> after;

  bool operator==(const TraitChange&) const = default;
};

/// An operation that takes much longer than it did, or much shorter. For information only.
struct TimingChange {
  std::string service;
  std::string operation;
  Seconds before{};
  Seconds after{};

  bool operator==(const TimingChange&) const = default;
};

/// Something that makes two runs less comparable: {"profile", "secure", "premium"}.
struct TermChange {
  std::string what;
  std::string before;
  std::string after;

  bool operator==(const TermChange&) const = default;
};

/// Which run was compared.
struct ComparedRun {
  /// File as given; may be empty.
  std::string file;
  std::string run_id;
  std::string target;
  Moment started_at{};

  bool operator==(const ComparedRun&) const = default;
};

struct Comparison {
  ComparedRun before;
  ComparedRun after;
  std::vector<TermChange> terms;
  std::vector<StepChange> steps;
  /// All but those that are the same: by change in the order of all_changes, then by id.
  std::vector<ScenarioChange> scenarios;
  std::vector<TraitChange> traits;
  std::vector<TimingChange> timings;
  /// Services whose software only one of the runs looked at.
  std::vector<std::string> services_not_compared;
  /// Scenarios that both runs came to a judgement about.
  std::size_t judged_by_both = 0;
  /// Scenarios without any change.
  std::size_t same = 0;

  bool operator==(const Comparison&) const = default;
};

/// How many scenarios of the comparison changed so.
std::size_t count(const Comparison& comparison, Change change);
/// Something is not as it was, be it of the target or of the terms. Times do not count.
bool differs(const Comparison& comparison);

}  // namespace reports
