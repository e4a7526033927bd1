#pragma once

#include <string>
#include <string_view>

#include "reports/record/run_record.h"

/// What the fuzz targets of reports share.
namespace reports {

/// A completed record of which every text is of `text`, a line of it or all; the same text gives the same.
RunRecord record_saying(std::string_view text);
/// The record in `text`; else one of which every text is of it.
RunRecord record_of(std::string_view text);

/// Markdown without what stands in it as code, line by line (CommonMark section 6.1).
std::string without_code(std::string_view markdown);

/// Every report of a record; see writers_fuzz.cpp.
void check_writers(std::string_view text);
/// Whether a secret is found wherever a report may hold it.
void check_secrets(std::string_view text);
/// … by whoever looks only for the secret as it is.
void check_secrets_as_they_are(std::string_view text);

}  // namespace reports
