#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "client/dial.h"
#include "reports/record/run_record.h"
#include "scenario/scenario.h"
#include "target/profile.h"
#include "target/target.h"

namespace cts {

/// The step that stands for a target none of whose services answers.
inline constexpr std::string_view unreachable_step = "target.unreachable";

/// Basic interconnection (ISO/IEC 9646-1): is there anything to judge? For each offered service: its name
/// resolves, the port takes connections, it answers, the contract's login is accepted. A step is not tried
/// when one that it depends on failed. When no service answers at all, one step, unreachable_step, fails in
/// the place of all others. Ends within the target's deadlines.
///
/// The mail services are looked at only where something `needs` them.
std::vector<reports::InterconnectionStep> interconnect(const Profile& profile, const Target& target,
                                                       const Needs& needs);

/// The first failed step that `needs` depend on; empty when all they need works, or was not looked at.
std::string dead_step_for(const Needs& needs, const std::vector<reports::InterconnectionStep>& steps);

/// Folds steps none of which got an answer into the one step; others stay as they are. Pure.
std::vector<reports::InterconnectionStep> fold_unreachable(std::vector<reports::InterconnectionStep> steps);

/// Where `target`'s services are, seen from its vantage point `from` (0: the default).
Dial web_dial(const Target& target, std::size_t from = 0);
Dial ftp_dial(const Target& target, std::size_t from = 0);
Dial pop_dial(const Target& target, std::size_t from = 0);
Dial pops_dial(const Target& target, std::size_t from = 0);
Dial smtp_dial(const Target& target, std::size_t from = 0);
Dial members_dial(const Target& target, std::size_t from = 0);
Deadlines deadlines_of(const Target& target);

}  // namespace cts
