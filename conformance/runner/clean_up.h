#pragma once

#include <string>
#include <vector>

#include "runner/journal.h"
#include "target/profile.h"
#include "target/target.h"

namespace cts {

/// What became of the things that a run left on the target.
struct CleanUpReport {
  std::vector<std::string> removed;  ///< paths that are gone now
  std::vector<std::string> left;     ///< paths that are, or may be, still there, with the reason
  std::string problem;               ///< why nothing could be done at all; else empty

  bool clean() const noexcept { return left.empty() && problem.empty(); }
};

/// Removes what `journal` says is still there (by FTP, with everything in it), and then verifies by listing
/// that nothing with the run's id in its name is left where something was created. Touches nothing that the
/// journal does not name. `footprint` is told of what has gone.
CleanUpReport clean_up(const Target& target, const Profile& profile, const JournalContent& journal,
                       Footprint& footprint);

}  // namespace cts
