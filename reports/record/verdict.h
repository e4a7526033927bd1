#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace reports {

/// What a run can say about a scenario or a clause. The words follow ISO/IEC 9646, with the outcomes added
/// that a run against somebody else's server needs.
enum class Verdict {
  none,              ///< nothing was judged; a finished scenario that ends so is an error of its own
  pass,              ///< the promise was seen to be kept
  fail,              ///< the promise was seen to be broken
  inconclusive,      ///< a precondition was not reached: neither kept nor broken
  not_applicable,    ///< the plan or the target does not offer it
  not_run,           ///< needs consent, a hook or a vantage point that was not given, or the run ended first
  expected_failure,  ///< fails, and is listed as known
  unexpected_pass,   ///< is listed as failing, but passes
  error,             ///< the suite's own fault
};

/// Every verdict, in the order in which reports list and count them: worst news first.
inline constexpr std::array all_verdicts{
    Verdict::fail, Verdict::unexpected_pass,  Verdict::error,   Verdict::inconclusive,
    Verdict::pass, Verdict::expected_failure, Verdict::not_run, Verdict::not_applicable,
    Verdict::none,
};

/// For people: "pass", "expected failure", "not applicable", …
std::string_view to_string(Verdict verdict);

/// For machines: "pass", "expected_failure", "not_applicable", …
std::string_view to_key(Verdict verdict);

/// The inverse of to_key() and of to_string(); nothing when the word is unknown.
std::optional<Verdict> parse_verdict(std::string_view word);

/// The worse of two. From best to worst: none, not applicable, pass, not run, inconclusive, expected failure,
/// unexpected pass, fail, error. What was not run outweighs a pass, so that a clause only half looked at is
/// not called kept.
Verdict worse(Verdict left, Verdict right);

/// fail, unexpected pass, error: what makes a run red.
bool is_bad(Verdict verdict);

}  // namespace reports
