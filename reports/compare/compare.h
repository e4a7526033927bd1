#pragma once

#include <string>
#include <vector>

#include "reports/record/comparison.h"
#include "reports/record/run_record.h"

namespace reports {

/// What is different in `after`, of completed records. `before_file` and `after_file` only name them. Pure.
///
/// What differs between any two runs against the same deployment is overlooked: ids of runs, and whatever
/// stable_text() replaces.
Comparison compare(const RunRecord& before, const RunRecord& after, const std::string& before_file = "",
                   const std::string& after_file = "");

/// The same replies changed in several scenarios, told once.
struct ReplyGroup {
  ReplyChange change;
  /// Ids.
  std::vector<std::string> scenarios;
};
/// All of `comparison`: most scenarios first, then by service and command.
std::vector<ReplyGroup> reply_groups(const Comparison& comparison);

/// A time counts as changed when it is so many times the other …
inline constexpr double wide_ratio = 5;
/// … the difference is at least this …
inline constexpr Seconds wide_difference{0.25};
/// … and both were measured so often.
inline constexpr std::size_t enough_samples = 5;

}  // namespace reports
