#include "reports/fleet/fleet_files.h"

#include <algorithm>
#include <fstream>
#include <sstream>
#include <system_error>

#include <fmt/format.h>

#include "reports/files/record_file.h"
#include "reports/fleet/fleet_writers.h"

namespace reports {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t largest_fleet_file = 64u << 20;

ReadFailure failure(const fs::path& file, const std::string& reason) {
  return {fmt::format("{}: {}", file.string(), reason)};
}

/// Nothing but a regular file of a size that one of ours has.
std::variant<std::string, ReadFailure> read_text(const fs::path& file, std::uintmax_t largest) {
  std::error_code error;
  if (!fs::is_regular_file(file, error)) return failure(file, error ? error.message() : "is not a file");
  if (fs::file_size(file, error) > largest || error) return failure(file, "is too large");
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  if (!in) return failure(file, "cannot be read");
  return text.str();
}

/// The folder's last name, also of "reports/shop/" and ".".
std::string name_of(const fs::path& folder) {
  const fs::path whole = fs::absolute(folder).lexically_normal();
  return (whole.has_filename() ? whole : whole.parent_path()).filename().string();
}

std::variant<FleetPart, ReadFailure> read_single(const fs::path& folder,
                                                 const std::function<int(const RunRecord&)>& exit_code_of) {
  auto record = read_record_file(folder);
  if (auto* reason = std::get_if<ReadFailure>(&record)) return *reason;
  auto& run = std::get<RunRecord>(record);
  FleetPart part{.folder = folder.string()};
  part.fleet.tool = run.tool;
  part.fleet.started_at = run.started_at;
  part.fleet.ended_at = run.ended_at;
  part.fleet.interrupted = run.interrupted;
  const std::string key = name_of(folder);
  part.fleet.all_hosts = {key};
  const int code = exit_code_of(run);
  part.fleet.hosts.push_back({.key = key, .exit_code = code, .run = slim(std::move(run))});
  part.host_folders = {folder};
  return part;
}

std::variant<FleetPart, ReadFailure> read_fleet(const fs::path& folder) {
  const fs::path file = folder / fleet_file_names.front();
  auto text = read_text(file, largest_fleet_file);
  if (auto* reason = std::get_if<ReadFailure>(&text)) return *reason;
  auto read = read_fleet_json(std::get<std::string>(text));
  if (auto* reason = std::get_if<ReadFailure>(&read)) return failure(file, reason->reason);
  FleetPart part{.folder = folder.string(), .fleet = std::get<FleetRecord>(std::move(read))};
  for (FleetHost& host : part.fleet.hosts) {
    if (!is_fleet_key(host.key))
      return failure(file, "holds a host that cannot be called so: '" + host.key + "'");
    part.host_folders.push_back(folder / host.key);
    if (!host.run) continue;
    auto record = read_record_file(part.host_folders.back());
    if (auto* reason = std::get_if<ReadFailure>(&record)) return *reason;
    host.run = slim(std::get<RunRecord>(std::move(record)));
  }
  return part;
}

bool same_folder(const fs::path& left, const fs::path& right) {
  std::error_code error;
  return fs::equivalent(left, right, error);
}

}  // namespace

bool is_fleet_key(std::string_view key) {
  constexpr std::size_t longest_name = 200;
  const bool plain = std::all_of(key.begin(), key.end(), [](char c) {
    return static_cast<unsigned char>(c) >= 0x20 && c != '/' && c != '\x7F';
  });
  return plain && !key.empty() && key.size() <= longest_name && key.front() != '.' &&
         std::find(fleet_file_names.begin(), fleet_file_names.end(), key) == fleet_file_names.end();
}

std::vector<FileFailure> write_fleet(const FleetRecord& fleet, const fs::path& directory,
                                     JunitDialect dialect) {
  std::error_code error;
  fs::create_directories(directory, error);
  if (error) return {{directory.string(), error.message()}};
  std::vector<FileFailure> failures;
  const auto write = [&](std::string_view name, const std::string& text) {
    const std::string reason = write_whole_file(directory / name, text);
    if (!reason.empty()) failures.push_back({(directory / name).string(), reason});
  };
  const auto& [json, junit, html, markdown] = fleet_file_names;
  write(json, write_fleet_json(fleet));
  write(junit, write_fleet_junit(fleet, dialect, directory.string()));
  write(html, write_fleet_html(fleet));
  write(markdown, write_fleet_markdown(fleet));
  return failures;
}

std::variant<FleetPart, ReadFailure> read_fleet_part(
    const fs::path& folder, const std::function<int(const RunRecord&)>& exit_code_of) {
  std::error_code error;
  if (!fs::is_directory(folder, error))
    return failure(folder, error ? error.message() : "is not a folder of reports");
  if (fs::exists(folder / fleet_file_names.front(), error)) return read_fleet(folder);
  return read_single(folder, exit_code_of);
}

std::vector<FileFailure> gather_reports(const std::vector<FleetPart>& parts, const fs::path& directory) {
  std::vector<FileFailure> failures;
  for (const FleetPart& part : parts) {
    for (std::size_t i = 0; i < part.fleet.hosts.size(); ++i) {
      const FleetHost& host = part.fleet.hosts[i];
      const fs::path to = directory / host.key;
      if (!host.run || same_folder(part.host_folders[i], to)) continue;
      std::error_code error;
      fs::create_directories(to, error);
      for (const std::string_view name : report_file_names) {
        const fs::path from = part.host_folders[i] / name;
        if (!fs::exists(from, error)) continue;
        const auto text = read_text(from, largest_record_file);
        const auto* const unread = std::get_if<ReadFailure>(&text);
        const std::string reason =
            unread ? unread->reason : write_whole_file(to / name, std::get<std::string>(text));
        if (!reason.empty()) failures.push_back({(to / name).string(), reason});
      }
    }
  }
  return failures;
}

}  // namespace reports
