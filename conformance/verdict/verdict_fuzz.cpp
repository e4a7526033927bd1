#include <algorithm>
#include <array>

#include "fuzzing/dice.h"
#include "fuzzing/target.h"
#include "reports/record/verdict.h"
#include "verdict/expectations.h"

namespace cts {
namespace {

using fuzzing::require;
using fuzzing::require_same;
using reports::RunRecord;
using reports::Verdict;

constexpr auto today = std::chrono::year(2027) / std::chrono::January / std::chrono::day(15);

std::vector<KnownScenario> known() {
  return {{"log.rotation.kept", {"LOG-2"}}, {"web.index.first", {"WEB-INDEX-1"}}};
}

// A run in which one scenario failed, as `failure` says.
RunRecord run_with(std::string_view failure) {
  RunRecord record;
  record.run_id = "abcd1234";
  for (const auto& one : known()) {
    reports::ScenarioResult result;
    result.id = one.id;
    result.clauses = one.clauses;
    const bool fails = one.id == "web.index.first";
    result.verdict = fails ? Verdict::fail : Verdict::pass;
    result.findings.push_back({.clause = one.clauses.front(), .requirement = "something", .passed = true});
    if (fails)
      result.findings.push_back({.clause = one.clauses.front(),
                                 .requirement = std::string(failure),
                                 .expected = std::string(failure),
                                 .actual = "b"});
    record.scenarios.push_back(std::move(result));
  }
  return record;
}

void require_rewritten(std::string_view text, const Expectations& expectations, std::string_view failure) {
  const ExpectationBook book(expectations, known(), today);
  auto record = run_with(failure);
  book.conclude(record);
  const auto again = rewritten(text, book, record, today);
  const auto read = read_expectations(again, "known.toml");
  // Whoever has to explain a failure yet is told so: there is no other mistake in it.
  for (const auto& error : read.errors)
    require(error.message.find("why") != std::string::npos, "a file that is rewritten can be read",
            error.text() + again);
}

void check_expectations(std::string_view text) {
  const auto read = read_expectations(text, "known.toml");
  require(read.ok() == read.errors.empty(), "a file is read, or has mistakes", text);
  const auto lines = static_cast<std::size_t>(1 + std::count(text.begin(), text.end(), '\n'));
  for (const auto& error : read.errors) {
    require(error.line <= lines, "a mistake is in the file", error.text());
    require(error.text().find_first_of(std::string_view("\r\n\0\x1b", 4)) == std::string::npos,
            "a mistake is one line", error.text());
  }
  if (!read) return;
  for (const auto& entry : read->entries) {
    require(entry.scenario.empty() != entry.clause.empty(), "an entry is about a scenario or a clause", text);
    require(!entry.why.empty() && !entry.messages.empty() && entry.expires.ok(), "an entry says all", text);
    require(entry.line >= 1 && entry.line <= lines, "an entry is in the file", text);
  }
  require_rewritten(text, *read, "the first index name is served");
}

// What a failed check says, which may be a server's words, in a file that is rewritten.
void check_messages(std::string_view failure) {
  const std::string empty = "version = 1\n";
  const auto read = read_expectations(empty, "known.toml");
  require_rewritten(empty, *read, failure);
}

}  // namespace
}  // namespace cts

std::span<const fuzzing::Target> fuzzing::targets() {
  using namespace cts;
  static const std::array table{
      Target{.name = "suite.expectations", .check = check_expectations},
      Target{.name = "suite.messages", .check = check_messages, .longest = 300},
  };
  return table;
}
