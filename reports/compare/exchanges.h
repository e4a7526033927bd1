#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "reports/record/fingerprint.h"
#include "reports/record/run_record.h"

/// Commands and their replies, found again in what was written down of a dialogue. Pure.
namespace reports {

/// A command of a protocol: {"ftp", "DELE"}.
using Command = std::pair<std::string, std::string>;

/// With which codes each command was answered: {"ftp", "DELE"} with "250" and "550", {"pop", "PASS"} with
/// "-ERR", {"http", "GET"} with "404". What a connection was greeted with belongs to the command
/// "(greeting)", a message after DATA to "(message)". Other channels than those of the services are left out,
/// and so is what cannot be told to be a command.
std::map<Command, std::set<std::string>> reply_codes(const std::vector<TranscriptEntry>& transcript);

/// reply_codes() of each scenario, as a record keeps them.
std::vector<ScenarioReplies> replies_of(const std::vector<ScenarioResult>& scenarios);

/// The median time from each command to the first that was heard of its answer. Sorted by command.
std::vector<Timing> median_times(const std::vector<ScenarioResult>& scenarios);

/// Of parts of a run, as far as it can be told without their dialogues: the middle of the medians, each as
/// often as it was taken.
std::vector<Timing> median_of_medians(const std::vector<const std::vector<Timing>*>& parts);

}  // namespace reports
