#pragma once

#include <string>
#include <string_view>

#include "reports/fleet/fleet_record.h"
#include "reports/text/fleet_phrases.h"

/// What the fleet's reports for people say alike.
namespace reports {

/// "2 of 3 hosts conform".
std::string fleet_headline(const FleetRecord& fleet, const FleetPhrases& phrases);
std::string_view state_word(HostState state, const FleetPhrases& phrases);
/// Failures and unexpected passes.
std::size_t failures_of(const FleetHost& host);
std::size_t count_of(const FleetHost& host, Verdict verdict);
/// "2 new, 1 fixed"; "nothing"; "not compared".
std::string changes_text(const FleetHost& host, const FleetPhrases& phrases);
/// How much changed for the worse: for sorting.
std::size_t changes_weight(const FleetHost& host);
/// Where a host's report is, from the fleet's: "./shop/report.html", whatever characters the key holds.
std::string report_link(const FleetHost& host);
/// Why there is no judgement, on one line.
std::string problem_text(const FleetHost& host);

}  // namespace reports
