#include <fmt/format.h>

#include "command/commands.h"
#include "command/common.h"
#include "fleet/fleet_plan.h"
#include "reports/files/report_files.h"
#include "reports/fleet/fleet_merge.h"
#include "reports/merge/merge.h"
#include "reports/text/safe_text.h"

namespace cts {
namespace {

void tell(const reports::MergeFailure& failure) {
  for (const std::string& reason : failure.reasons)
    complain(reports::printable(reason, reports::Lines::join));
}

ExitCode merge_parts(const MergeOptions& options) {
  std::vector<reports::Part> parts;
  bool all_read = true;
  for (const std::string& file : options.parts) {
    std::optional<reports::RunRecord> record = load_record(file);
    all_read = all_read && record;
    if (record) parts.push_back({file, std::move(*record)});
  }
  if (!all_read) return ExitCode::bad_input;
  const auto merged = reports::merge(parts);
  if (const auto* failure = std::get_if<reports::MergeFailure>(&merged)) {
    tell(*failure);
    return ExitCode::bad_input;
  }
  if (!make_writable(options.out)) return ExitCode::not_writable;
  const auto lock = lock_folder(options.out, "hosting-cts merge");
  if (!lock) return ExitCode::not_writable;
  const auto& record = std::get<reports::RunRecord>(merged);
  const auto failures = reports::write_reports(record, options.out, junit_dialect(options.junit));
  tell_reports(record, options.out, failures);
  if (!failures.empty()) return ExitCode::not_writable;
  return exit_code_of(record, {.allow_inconclusive = options.allow_inconclusive});
}

/// What each of the parts says; nullopt when one cannot be read, which is told.
std::optional<std::vector<reports::FleetPart>> read_parts(const MergeOptions& options) {
  const ExitPolicy policy{.allow_inconclusive = options.allow_inconclusive};
  std::vector<reports::FleetPart> parts;
  for (const std::string& folder : options.parts) {
    auto part = reports::read_fleet_part(folder, [&policy](const reports::RunRecord& run) {
      return static_cast<int>(exit_code_of(run, policy));
    });
    if (const auto* failure = std::get_if<reports::ReadFailure>(&part)) {
      complain(reports::printable(failure->reason, reports::Lines::join));
    } else {
      parts.push_back(std::get<reports::FleetPart>(std::move(part)));
    }
  }
  if (parts.size() < options.parts.size()) return std::nullopt;
  return parts;
}

ExitCode merge_hosts(const MergeOptions& options) {
  std::vector<std::string> expected;
  if (!options.targets_folder.empty()) {
    const FleetTargets targets = fleet_targets({}, options.targets_folder);
    for (const std::string& mistake : targets.mistakes) complain(mistake);
    if (!targets.mistakes.empty()) return ExitCode::bad_input;
    for (const FleetTarget& target : targets.targets) expected.push_back(target.key);
  }
  const auto parts = read_parts(options);
  if (!parts) return ExitCode::bad_input;
  auto merged = reports::merge_fleet(*parts, expected);
  if (const auto* failure = std::get_if<reports::MergeFailure>(&merged)) {
    tell(*failure);
    return ExitCode::bad_input;
  }
  if (!make_writable(options.out)) return ExitCode::not_writable;
  const auto lock = lock_folder(options.out, "hosting-cts merge --fleet");
  if (!lock) return ExitCode::not_writable;
  const auto failures = reports::gather_reports(*parts, options.out);
  for (const reports::FileFailure& failure : failures)
    complain(fmt::format("{}: {}", failure.file, failure.reason));
  const ExitCode code =
      deliver_fleet(std::get<reports::FleetRecord>(merged), options.out, options.junit, /*quiet=*/false);
  return failures.empty() ? code : ExitCode::not_writable;
}

}  // namespace

ExitCode merge_command(const MergeOptions& options) {
  return options.fleet ? merge_hosts(options) : merge_parts(options);
}

}  // namespace cts
