#pragma once

#include <array>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "reports/files/report_files.h"
#include "reports/fleet/fleet_record.h"
#include "reports/json/json_record.h"

namespace reports {

/// What a fleet leaves in its folder, beside a folder of reports for each host.
inline constexpr std::array<std::string_view, 4> fleet_file_names{"fleet.json", "junit.xml", "fleet.html",
                                                                  "fleet.md"};

/// Whether a host can be called so: the name of a folder beside those files, and nothing else.
bool is_fleet_key(std::string_view key);

/// Writes them as write_reports() does.
std::vector<FileFailure> write_fleet(const FleetRecord& fleet, const std::filesystem::path& directory,
                                     JunitDialect dialect);

/// A fleet's folder, or that of one host, read back for merge_fleet().
struct FleetPart {
  std::string folder;
  FleetRecord fleet;
  /// Of each host of `fleet`, in its order.
  std::vector<std::filesystem::path> host_folders;
};
/// `exit_code_of`: what a run that belongs to no fleet ends with.
std::variant<FleetPart, ReadFailure> read_fleet_part(
    const std::filesystem::path& folder, const std::function<int(const RunRecord&)>& exit_code_of);

/// Copies the reports of the parts' hosts into folders of `directory`, but for those that are there already.
std::vector<FileFailure> gather_reports(const std::vector<FleetPart>& parts,
                                        const std::filesystem::path& directory);

}  // namespace reports
