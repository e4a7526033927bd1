#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>

#include "reports/record/run_record.h"

namespace reports {

/// What a run writes stays below this, whatever the target said: see bounded.h.
inline constexpr std::size_t largest_result_file = 24u << 20;

/// result.json: the whole record but for what of long dialogues and texts is left out, indented, ending in a
/// line feed. Its shape is reports/schema/result.schema.json. Text that is not UTF-8 is replaced by U+FFFD,
/// so the file is always valid.
std::string write_json(const RunRecord& record);

/// A comparison alone, in the shape that it has in result.json.
std::string write_json(const Comparison& comparison);

/// Why a text is no record, for people: "scenarios/3/verdict: unknown verdict 'passed'".
struct ReadFailure {
  std::string reason;
};

/// The inverse of write_json(). Unknown members are ignored; a missing or wrong one, or a version that is not
/// schema_version, is a failure.
std::variant<RunRecord, ReadFailure> read_json(std::string_view text);

}  // namespace reports
