#include <filesystem>

#include "reports/fleet/fleet_text.h"
#include "reports/fleet/fleet_writers.h"

namespace reports {

std::string write_fleet_junit(const FleetRecord& fleet, JunitDialect dialect, const std::string& folder) {
  std::vector<JunitHost> hosts;
  for (const FleetHost& host : fleet.hosts) {
    JunitHost& suite = hosts.emplace_back();
    if (host.run) {
      suite.record = *host.run;
      suite.attachment = (std::filesystem::path(folder) / host.key / "report.html").string();
    } else {
      suite.record.started_at = fleet.started_at;
      suite.record.tool = fleet.tool;
    }
    if (!host.problem.empty()) suite.record.errors.push_back(problem_text(host));
    suite.record.target.name = host.key;
  }
  return write_junit(hosts, fleet.tool.name + " on a fleet", dialect);
}

}  // namespace reports
