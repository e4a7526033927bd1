#pragma once

#include <cstdint>
#include <filesystem>
#include <variant>

#include "reports/json/json_record.h"

namespace reports {

/// A larger file is no record of ours, not even one of before largest_result_file.
inline constexpr std::uintmax_t largest_record_file = 128u << 20;

/// The record in `file`, or in the result.json of the folder `file`. A failure's reason names the file and,
/// where there is one, the place in it: "old/result.json: scenarios/3/verdict is not a verdict: 'passed'".
/// The file may be anybody's: nothing but a regular file is read, and no more than it may hold.
std::variant<RunRecord, ReadFailure> read_record_file(const std::filesystem::path& file);

}  // namespace reports
