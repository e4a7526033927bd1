#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "reports/record/scenario_result.h"

/// Figures, times and lists as every report writes them; independent of the locale.
namespace reports {

/// For people: "0.04 s", "12.3 s", "4 min 05 s". Negative and not finite values count as 0.
std::string duration_text(Seconds duration);

/// For machines: exactly three decimals, "0.041".
std::string seconds_three_decimals(Seconds duration);

/// ISO 8601 in UTC with milliseconds: "2026-11-23T04:05:18.123Z".
std::string moment_text(Moment moment);

/// The inverse of moment_text(), which also accepts a moment without fraction; nothing when it is none.
std::optional<Moment> parse_moment(std::string_view text);

/// "WEB-INDEX-1, WEB-INDEX-3…6, LOG-1": three and more that follow each other are drawn together.
std::string clause_list(const std::vector<std::string>& clauses);

/// A scenario's message without the clause that it begins with, for where the clauses stand beside it.
std::string_view without_clause(std::string_view message, const std::vector<std::string>& clauses);

/// "1 scenario", "3 scenarios".
std::string counted(std::size_t count, std::string_view singular, std::string_view plural);

/// The dialogue as lines "  0.012 ftp#1 → USER alice"; what follows in the same entry is indented. Printable;
/// no longer than about `limit` bytes.
std::string transcript_text(std::span<const TranscriptEntry> entries, std::size_t limit);

/// "→", "←" or "·".
std::string_view arrow(Direction direction);

}  // namespace reports
