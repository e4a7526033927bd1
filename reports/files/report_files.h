#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "reports/junit/junit_writer.h"
#include "reports/record/run_record.h"

namespace reports {

/// A file that could not be written, and why, for people.
struct FileFailure {
  std::string file;
  std::string reason;
};

/// What a run leaves in its folder.
inline constexpr std::array<std::string_view, 7> report_file_names{
    "result.json", "junit.xml", "report.html", "summary.md", "results.tap", "ctrf.json", "badge.svg"};

/// Writes all reports into `directory`, which is made if it is missing. Each is written under another
/// name and then renamed, so that a reader finds the old file or the new one, never half of one. Tries all
/// of them whatever becomes of the others; the result names those that failed and is empty when all is well.
std::vector<FileFailure> write_reports(const RunRecord& record, const std::filesystem::path& directory,
                                       JunitDialect dialect);

/// Writes `text` to `file` in the same way. The reason why it could not, or empty.
std::string write_whole_file(const std::filesystem::path& file, std::string_view text);

}  // namespace reports
