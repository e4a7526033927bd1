#include "verdict/kill_verdict.h"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace cts {
namespace {

using reports::ScenarioResult;
using reports::Verdict;

/// Clauses that promise a service as such: without them nothing that needs the service can be seen.
constexpr std::array<std::string_view, 7> whole_services{"HOST-1", "HOST-2", "HOST-3", "FTP-LOGIN-1",
                                                         "POP-1",  "POP-4",  "SMTP-1"};

/// What scenarios of other clauses rest on: without it they cannot see what they are about.
struct Footing {
  std::string_view scenarios;             ///< how their ids begin
  std::vector<std::string_view> clauses;  ///< one that ends in "-": all that begin so
};
const std::vector<Footing>& footings() {
  // Whatever is tried with mail puts letters into mailboxes, looks at them by POP3, one session after the
  // other, and takes them out again.
  static const std::vector<std::string_view> mail{"POP-1", "POP-3", "SMTP-7", "MBOX-1", "MBOX-4"};
  static const std::vector<Footing> all{
      {"pop.", mail},
      {"smtp.", mail},
      {"mbox.", mail},
      {"cgi.mail.", mail},
      // Applications are made on the members' site, and seen in what becomes of accounts.
      {"acct.", {"ACCT-", "POP-", "SMTP-", "MBOX-", "HOST-3"}},
      {"acl.release.by_a_mailed_request", {"POP-", "SMTP-", "MBOX-", "HOST-3"}},
      // Whether pages and scripts reach the database is seen only where they run.
      {"db.port.", {"CGI-"}},
  };
  return all;
}

template <class Range, class Value>
bool holds(const Range& range, const Value& value) {
  return std::find(std::begin(range), std::end(range), value) != std::end(range);
}

bool breaks_a_service(const KnownDeviation& deviation) {
  return std::any_of(deviation.clauses.begin(), deviation.clauses.end(),
                     [](const std::string& clause) { return holds(whole_services, clause); });
}

bool rests_on(const ScenarioResult& result, const KnownDeviation& deviation) {
  const auto is_broken = [&](std::string_view footing) {
    return std::any_of(deviation.clauses.begin(), deviation.clauses.end(), [&](const std::string& clause) {
      return footing.ends_with('-') ? clause.starts_with(footing) : clause == footing;
    });
  };
  return std::any_of(footings().begin(), footings().end(), [&](const Footing& footing) {
    return result.id.starts_with(footing.scenarios) &&
           std::any_of(footing.clauses.begin(), footing.clauses.end(), is_broken);
  });
}

bool shares_a_clause(const ScenarioResult& result, const KnownDeviation& deviation) {
  return std::any_of(result.clauses.begin(), result.clauses.end(),
                     [&](const std::string& clause) { return holds(deviation.clauses, clause); });
}

void judge_findings(const ScenarioResult& result, DeviationVerdict& verdict) {
  bool killed = false;
  for (const reports::Finding& finding : result.findings) {
    if (finding.passed) continue;
    if (holds(verdict.deviation.clauses, finding.clause)) {
      killed = true;
    } else {
      verdict.collateral.push_back(result.id + ": fails " + finding.clause + ", " + finding.requirement +
                                   ": got " + finding.actual);
    }
  }
  if (killed) verdict.killed_by.push_back(result.id);
}

}  // namespace

std::vector<std::string> DeviationVerdict::troubles() const {
  std::vector<std::string> lines;
  if (!problem.empty()) lines.push_back(problem);
  if (problem.empty() && acted == 0) lines.emplace_back("it never acted");
  if (problem.empty() && killed_by.empty())
    lines.push_back(fmt::format("no scenario of {} fails", fmt::join(deviation.clauses, ", ")));
  lines.insert(lines.end(), collateral.begin(), collateral.end());
  return lines;
}

std::size_t KillMatrix::killed() const {
  return static_cast<std::size_t>(std::count_if(
      rows.begin(), rows.end(), [](const DeviationVerdict& row) { return !row.killed_by.empty(); }));
}

bool KillMatrix::ok() const {
  return baseline.empty() && never_failing.empty() && without_deviation.empty() && !rows.empty() &&
         std::all_of(rows.begin(), rows.end(), [](const DeviationVerdict& row) { return row.ok(); });
}

DeviationVerdict judge_deviation(const DeviationRun& run) {
  DeviationVerdict verdict{
      .deviation = run.deviation, .acted = run.acted, .problem = run.problem, .first_try = run.first_try};
  for (const ScenarioResult& result : run.results) {
    switch (result.verdict) {
      case Verdict::pass:
        break;
      case Verdict::fail:
        judge_findings(result, verdict);
        break;
      case Verdict::inconclusive:
        if (!result.root_cause.empty() && breaks_a_service(run.deviation)) {
          ++verdict.dead_service;
        } else if (!shares_a_clause(result, run.deviation) && !rests_on(result, run.deviation)) {
          verdict.collateral.push_back(result.id + ": inconclusive, " + result.message);
        }
        break;
      case Verdict::not_applicable:
        if (shares_a_clause(result, run.deviation)) break;
        [[fallthrough]];
      default:
        verdict.collateral.push_back(result.id + ": " + std::string(reports::to_string(result.verdict)) +
                                     ", " + result.message);
    }
  }
  return verdict;
}

KillMatrix judge_matrix(const std::vector<ScenarioResult>& baseline, const std::vector<DeviationRun>& runs,
                        bool complete) {
  KillMatrix matrix;
  std::set<std::string> proven;
  std::set<std::string> failing;
  std::set<std::string> broken;
  for (const ScenarioResult& result : baseline) {
    proven.insert(result.clauses.begin(), result.clauses.end());
    if (result.verdict != Verdict::pass)
      matrix.baseline.push_back(result.id + ": " + std::string(reports::to_string(result.verdict)) + ", " +
                                result.message);
  }
  for (const DeviationRun& run : runs) {
    matrix.rows.push_back(judge_deviation(run));
    failing.insert(matrix.rows.back().killed_by.begin(), matrix.rows.back().killed_by.end());
    broken.insert(run.deviation.clauses.begin(), run.deviation.clauses.end());
  }
  if (!complete) return matrix;
  for (const ScenarioResult& result : baseline) {
    if (!failing.contains(result.id)) matrix.never_failing.push_back(result.id);
  }
  std::set_difference(proven.begin(), proven.end(), broken.begin(), broken.end(),
                      std::back_inserter(matrix.without_deviation));
  return matrix;
}

}  // namespace cts
