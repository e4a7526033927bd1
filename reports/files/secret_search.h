#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "reports/files/report_files.h"
#include "reports/record/run_record.h"

namespace reports {

/// Something that must be in no report.
struct Secret {
  /// What to call it in a report: "ftp.password".
  std::string name;
  std::string value;
};

/// Secrets shorter than this, in bytes, are not searched for: they occur by chance.
inline constexpr std::size_t shortest_secret = 4;

/// Where and in which form `text` holds one of `secrets`: raw (also as JSON or markup escapes it),
/// percent-encoded, hexadecimal, or in base64, also as a part of something longer such as AUTH PLAIN's.
/// `file` is only passed on.
std::vector<SecretLeak> find_secrets(const std::vector<Secret>& secrets, std::string_view text,
                                     std::string_view file);

/// find_secrets() in whole files. One that cannot be read is reported as a leak of the form "unreadable",
/// since nothing is known about it.
std::vector<SecretLeak> find_secrets_in_files(const std::vector<Secret>& secrets,
                                              const std::vector<std::filesystem::path>& files);

/// Marks the record as checked, writes all reports and searches them. When a secret is in one, the file
/// that holds it is deleted, the leak is noted in `record.secrets_check`, and the other reports are written
/// once more to tell of it; the deleted file is among the failures.
std::vector<FileFailure> write_checked_reports(RunRecord& record, const std::filesystem::path& directory,
                                               JunitDialect dialect, const std::vector<Secret>& secrets);

}  // namespace reports
