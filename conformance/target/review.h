#pragma once

#include <string>
#include <vector>

#include "target/profile.h"
#include "target/target.h"

namespace cts {

/// Something in a target or profile that is allowed but makes scenarios impossible or meaningless.
struct Remark {
  /// problem: promised, but the target cannot be asked; note: worth knowing before a run.
  enum class Weight { note, problem };
  Weight weight = Weight::note;
  std::string where;  ///< "target.ftp.login", "profile.offers.pops"
  std::string text;   ///< what it means and what to do, one sentence each
  friend bool operator==(const Remark&, const Remark&) = default;
};

/// What can be seen by reading alone: contradictions of profile and target. Pure; opens no connection.
std::vector<Remark> review(const Profile& profile, const Target& target);

}  // namespace cts
