#pragma once

#include <cstddef>
#include <vector>

#include "scenario/scenario.h"
#include "verdict/kill_verdict.h"

namespace cts {

/// Which of `scenarios` the matrix tries against `deviation`, in their order.
///
/// Thorough: all of them. Otherwise those that prove one of its clauses; of the rest none of the slow tier,
/// which move megabytes or wait, all those of the same chapters of the manuals (WEB, FTP, SMTP …), and of the
/// other chapters every fourth (those of databases: every 32nd): chosen by the two names, so that it is the
/// same in each run, and each scenario meets a quarter of all deviations. Scenarios of another chapter that a
/// deviation disturbs are rare, and running them all takes most of the matrix's time.
std::vector<const Scenario*> tried_against(const KnownDeviation& deviation,
                                           const std::vector<const Scenario*>& scenarios, bool thorough);

/// How many scenarios of its own clauses hold something for themselves, and so run one after the other. Where
/// a deviation takes away what they wait for, each waits in vain: those with many take longest.
std::size_t own_in_turn(const KnownDeviation& deviation, const std::vector<const Scenario*>& scenarios);

}  // namespace cts
