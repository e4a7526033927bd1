#include <fmt/format.h>

#include "command/commands.h"
#include "command/common.h"
#include "command/speech.h"
#include "reports/compare/compare.h"
#include "reports/console/console_comparison.h"
#include "reports/files/report_files.h"
#include "reports/html/html_writer.h"
#include "reports/json/json_record.h"
#include "reports/markdown/markdown_writer.h"

namespace cts {
namespace {

std::string written(const reports::Comparison& comparison, const std::string& format) {
  if (format == "json") return reports::write_json(comparison);
  if (format == "html") return reports::write_html(comparison);
  if (format == "markdown") return reports::write_markdown(comparison);
  return reports::console_comparison(comparison, reports::comparison_phrases(phrases()));
}

}  // namespace

ExitCode diff_command(const DiffOptions& options) {
  const std::optional<reports::RunRecord> before = load_record(options.before);
  const std::optional<reports::RunRecord> after = load_record(options.after);
  if (!before || !after) return ExitCode::bad_input;
  const reports::Comparison comparison = reports::compare(*before, *after, options.before, options.after);
  const std::string text = written(comparison, options.format);
  if (options.out.empty()) {
    fmt::print("{}", text);
  } else if (const std::string reason = reports::write_whole_file(options.out, text); !reason.empty()) {
    complain(fmt::format("{}: {}", options.out, reason));
    return ExitCode::not_writable;
  }
  return exit_code_of(comparison, {.allow_inconclusive = options.allow_inconclusive});
}

}  // namespace cts
