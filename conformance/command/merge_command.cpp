#include "command/commands.h"
#include "command/common.h"
#include "reports/files/report_files.h"
#include "reports/merge/merge.h"

namespace cts {

ExitCode merge_command(const MergeOptions& options) {
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
    for (const std::string& reason : failure->reasons) complain(reason);
    return ExitCode::bad_input;
  }
  if (!make_writable(options.out)) return ExitCode::not_writable;
  const auto& record = std::get<reports::RunRecord>(merged);
  const auto failures = reports::write_reports(record, options.out, junit_dialect(options.junit));
  tell_reports(record, options.out, failures);
  if (!failures.empty()) return ExitCode::not_writable;
  return exit_code_of(record, {.allow_inconclusive = options.allow_inconclusive});
}

}  // namespace cts
