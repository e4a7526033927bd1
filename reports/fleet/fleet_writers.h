#pragma once

#include <string>
#include <variant>
#include <vector>

#include "reports/fleet/fleet_record.h"
#include "reports/json/json_record.h"
#include "reports/junit/junit_writer.h"
#include "reports/text/phrases.h"

namespace reports {

/// fleet.html: a row for each host, what is wrong on several, and a matrix of hosts and chapters. One file in
/// English and Japanese, which loads nothing; it links to the hosts' own reports beside it.
std::string write_fleet_html(const FleetRecord& fleet);
/// fleet.md: the same in short, for a job's summary.
std::string write_fleet_markdown(const FleetRecord& fleet);
/// fleet.json; its shape is reports/schema/fleet.schema.json.
std::string write_fleet_json(const FleetRecord& fleet);
/// junit.xml with one suite per host. A host that was not judged has one case, an error. `folder`: where the
/// reports go.
std::string write_fleet_junit(const FleetRecord& fleet, JunitDialect dialect, const std::string& folder);

/// What fleet.json says of a fleet; its hosts' runs are in their own folders, and missing here.
std::variant<FleetRecord, ReadFailure> read_fleet_json(std::string_view text);

/// For a terminal or a pipe: a line for each host, and the headline as the last.
std::string fleet_console(const FleetRecord& fleet, const Phrases& phrases = english());
/// "shop  does not conform  2 fail, 340 pass  (45.1 s)"; `width`: of the longest key.
std::string fleet_console_line(const FleetHost& host, std::size_t width, const Phrases& phrases = english());

}  // namespace reports
