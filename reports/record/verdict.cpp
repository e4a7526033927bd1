#include "reports/record/verdict.h"

#include <algorithm>

namespace reports {
namespace {

struct Row {
  Verdict verdict;
  std::string_view words;
  std::string_view key;
  int badness;
};

constexpr std::array rows{
    Row{Verdict::none, "none", "none", 0},
    Row{Verdict::not_applicable, "not applicable", "not_applicable", 1},
    Row{Verdict::pass, "pass", "pass", 2},
    Row{Verdict::not_run, "not run", "not_run", 3},
    Row{Verdict::inconclusive, "inconclusive", "inconclusive", 4},
    Row{Verdict::expected_failure, "expected failure", "expected_failure", 5},
    Row{Verdict::unexpected_pass, "unexpected pass", "unexpected_pass", 6},
    Row{Verdict::fail, "fail", "fail", 7},
    Row{Verdict::error, "error", "error", 8},
};
static_assert(rows.size() == all_verdicts.size());

const Row& row_of(Verdict verdict) {
  const auto* found =
      std::find_if(rows.begin(), rows.end(), [verdict](const Row& row) { return row.verdict == verdict; });
  return found == rows.end() ? rows.front() : *found;
}

}  // namespace

std::string_view to_string(Verdict verdict) {
  return row_of(verdict).words;
}

std::string_view to_key(Verdict verdict) {
  return row_of(verdict).key;
}

std::optional<Verdict> parse_verdict(std::string_view word) {
  for (const Row& row : rows) {
    if (row.key == word || row.words == word) return row.verdict;
  }
  return std::nullopt;
}

Verdict worse(Verdict left, Verdict right) {
  return row_of(left).badness >= row_of(right).badness ? left : right;
}

bool is_bad(Verdict verdict) {
  return verdict == Verdict::fail || verdict == Verdict::unexpected_pass || verdict == Verdict::error;
}

}  // namespace reports
