#include "fleet/fleet_plan.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include <fmt/format.h>

#include "reports/fleet/fleet_files.h"

namespace cts {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view ending = ".toml";
constexpr std::string_view target_ending = ".target.toml";

std::string key_of(const fs::path& file) {
  std::string name = file.filename().string();
  for (const std::string_view each : {target_ending, ending}) {
    if (name.size() > each.size() && name.ends_with(each)) return name.substr(0, name.size() - each.size());
  }
  return name;
}

std::vector<std::string> files_in(const std::string& folder, std::vector<std::string>& mistakes) {
  std::vector<std::string> files;
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    std::error_code unknown;
    if (!name.starts_with('.') && name.ends_with(ending) && entry->is_regular_file(unknown))
      files.push_back(entry->path().string());
  }
  const auto is_target = [](const std::string& file) {
    return file.ends_with(target_ending);
  };
  if (std::any_of(files.begin(), files.end(), is_target)) std::erase_if(files, std::not_fn(is_target));
  if (error) {
    mistakes.push_back(fmt::format("{}: {}", folder, error.message()));
  } else if (files.empty()) {
    mistakes.push_back(folder + ": holds no target file (*.toml)");
  }
  return files;
}

std::string small(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

}  // namespace

FleetTargets fleet_targets(const std::vector<std::string>& files, const std::string& folder) {
  FleetTargets fleet;
  std::vector<std::string> all = files;
  if (!folder.empty()) {
    const std::vector<std::string> more = files_in(folder, fleet.mistakes);
    all.insert(all.end(), more.begin(), more.end());
  }
  for (const std::string& file : all) fleet.targets.push_back({key_of(file), file});
  std::sort(fleet.targets.begin(), fleet.targets.end(),
            [](const FleetTarget& left, const FleetTarget& right) {
              return std::tie(left.key, left.file) < std::tie(right.key, right.file);
            });
  for (std::size_t i = 0; i < fleet.targets.size(); ++i) {
    const FleetTarget& target = fleet.targets[i];
    if (!reports::is_fleet_key(target.key))
      fleet.mistakes.push_back(
          fmt::format("{}: no folder of reports can be called '{}'", target.file, target.key));
    if (i > 0 && fleet.targets[i - 1].key == target.key)
      fleet.mistakes.push_back(fmt::format("{} and {}: both would be called '{}'", fleet.targets[i - 1].file,
                                           target.file, target.key));
  }
  return fleet;
}

std::vector<FleetTarget> part_of(const std::vector<FleetTarget>& targets, const reports::Shard& shard) {
  std::vector<FleetTarget> part;
  for (std::size_t i = shard.number - 1; i < targets.size(); i += shard.count) part.push_back(targets[i]);
  return part;
}

std::set<std::string> places_of(
    const Target& target, const std::function<std::vector<std::string>(const std::string&)>& addresses_of) {
  std::set<std::string> places;
  const auto add = [&](const std::string& host, const std::string& address) {
    if (host.empty()) return;
    if (!places.insert(small(host)).second && address.empty()) return;
    if (!address.empty()) {
      places.insert(small(address));
      return;
    }
    for (const std::string& found : addresses_of(host)) places.insert(small(found));
  };
  add(target.web.host, target.web.address);
  add(target.ftp.host, target.ftp.address);
  add(target.pop.host, target.pop.address);
  add(target.pops.host, target.pops.address);
  add(target.smtp.host, target.smtp.address);
  return places;
}

}  // namespace cts
