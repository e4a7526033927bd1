#include "verdict/expectations.h"

#include <algorithm>

#include <fmt/format.h>

#include "config/strict_table.h"
#include "reports/record/derive.h"
#include "verdict/expectation_keys.h"

namespace cts {
namespace {

using reports::Finding;
using reports::ScenarioResult;
using reports::Verdict;

/// The parts between the asterisks.
std::vector<std::string_view> parts_of(std::string_view pattern) {
  std::vector<std::string_view> parts;
  for (std::size_t at = 0;;) {
    const std::size_t end = pattern.find('*', at);
    parts.push_back(pattern.substr(at, end - at));
    if (end == std::string_view::npos) return parts;
    at = end + 1;
  }
}

/// Whether the parts stand in `text`, one after the other.
bool holds(std::string_view pattern, std::string_view text) {
  std::size_t at = 0;
  for (const std::string_view part : parts_of(pattern)) {
    const std::size_t found = text.find(part, at);
    if (found == std::string_view::npos) return false;
    at = found + part.size();
  }
  return true;
}

bool is_whole(std::string_view pattern, std::string_view text) {
  const auto parts = parts_of(pattern);
  if (parts.size() == 1) return pattern == text;
  return text.size() + parts.size() - 1 >= pattern.size() && text.starts_with(parts.front()) &&
         text.ends_with(parts.back()) && holds(pattern, text);
}

std::string told(const Finding& finding) {
  return fmt::format("{}: {}: expected {}, got {}", finding.clause, finding.requirement, finding.expected,
                     finding.actual);
}

std::string date_text(std::chrono::year_month_day date) {
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()));
}

std::string justification(const Expectation& entry) {
  return fmt::format("{} ({}; until {})", entry.why, entry.link, date_text(entry.expires));
}

std::string subject(const Expectation& entry) {
  return entry.scenario.empty() ? entry.clause : entry.scenario;
}

Expectation read_entry(StrictTable& table, std::uint32_t line) {
  Expectation entry;
  entry.line = line;
  table.read("scenario", entry.scenario);
  table.read("clause", entry.clause);
  if (entry.scenario.empty() == entry.clause.empty())
    table.mistake_here("needs either a scenario or a clause");
  if (!entry.clause.empty() && entry.clause.find('*') != std::string::npos)
    table.mistake("clause", "one clause is meant, not a pattern");
  table.read_texts("message", entry.messages);
  table.read("why", entry.why, Presence::required);
  table.read("link", entry.link, Presence::required);
  table.read_date("expires", entry.expires, Presence::required);
  table.finish();
  return entry;
}

void read_entries(StrictTable& top, Expectations& expectations) {
  top.read_version();
  for (StrictTable& table : top.tables("expectation"))
    expectations.entries.push_back(read_entry(table, table.line()));
  top.finish();
}

// The file is rewritten line by line.
void refuse_inline_entries(const toml::table& top, Mistakes& mistakes) {
  const auto* const entries = top["expectation"].as_array();
  if (entries == nullptr) return;
  for (const auto& entry : *entries) {
    if (entry.is_table() && entry.as_table()->is_inline())
      mistakes.add(entry.source(), "stands in braces; write [[expectation]] and a line for each of its keys");
  }
}

}  // namespace

AskedKeys expectation_keys() {
  return keys_asked_by([](const toml::table& nothing, Mistakes& ignored) {
    StrictTable top(nothing, ignored);
    Expectations unread;
    read_entries(top, unread);
  });
}

Checked<Expectations> read_expectations(std::string_view text, const std::string& file) {
  Mistakes mistakes(file);
  Expectations expectations{file, {}};
  if (const auto parsed = parse_toml(text, mistakes)) {
    refuse_inline_entries(*parsed, mistakes);
    StrictTable top(*parsed, mistakes);
    read_entries(top, expectations);
  }
  if (!mistakes.none()) return {std::nullopt, mistakes.take()};
  return {std::move(expectations), {}};
}

bool is_about(const Expectation& entry, const std::string& scenario,
              const std::vector<std::string>& clauses) {
  if (!entry.scenario.empty()) return is_whole(entry.scenario, scenario);
  return std::find(clauses.begin(), clauses.end(), entry.clause) != clauses.end();
}

bool lists(const std::string& message, const Finding& finding) {
  return holds(message, told(finding));
}

bool lists(const Expectation& entry, const Finding& finding) {
  if (!entry.clause.empty() && entry.clause != finding.clause) return false;
  return std::any_of(entry.messages.begin(), entry.messages.end(),
                     [&finding](const std::string& message) { return lists(message, finding); });
}

ExpectationBook::ExpectationBook(Expectations expectations, std::vector<KnownScenario> known,
                                 std::chrono::year_month_day today)
    : expectations_(std::move(expectations)), known_(std::move(known)), today_(today) {}

std::string ExpectationBook::reason_against(const Expectation& entry) const {
  constexpr std::size_t fewest_letters = 10;
  if (entry.expires < today_) return "its date has passed (" + date_text(entry.expires) + ")";
  if (std::none_of(known_.begin(), known_.end(),
                   [&entry](const KnownScenario& one) { return is_about(entry, one.id, one.clauses); }))
    return "it is about nothing that there is";
  const std::string_view sure = std::string_view(entry.scenario).substr(0, entry.scenario.find('*'));
  if (sure.size() < entry.scenario.size() && std::count(sure.begin(), sure.end(), '.') < 2)
    return "its pattern is too wide: it should name service and chapter, as in log.rotation.*";
  for (const std::string& message : entry.messages) {
    const auto letters =
        message.size() - static_cast<std::size_t>(std::count(message.begin(), message.end(), '*'));
    if (letters < fewest_letters) return "its message \"" + message + "\" is too wide: almost anything fits";
  }
  return "";
}

ScenarioResult ExpectationBook::judged(ScenarioResult result) const {
  if (result.verdict != Verdict::pass && result.verdict != Verdict::fail) return result;
  std::vector<const Expectation*> about;
  for (const Expectation& entry : expectations_.entries)
    if (is_about(entry, result.id, result.clauses) && reason_against(entry).empty()) about.push_back(&entry);
  if (result.verdict == Verdict::pass) {
    // Of a clause's scenarios it is enough that one fails: see conclude().
    const auto named = std::find_if(about.begin(), about.end(),
                                    [](const Expectation* entry) { return !entry->scenario.empty(); });
    if (named == about.end()) return result;
    result.verdict = Verdict::unexpected_pass;
    result.message = "passes, although it is expected to fail";
    result.expectation = justification(**named);
    return result;
  }
  const Expectation* last = nullptr;
  for (const Finding& finding : result.findings) {
    if (finding.passed) continue;
    const auto found = std::find_if(about.begin(), about.end(),
                                    [&](const Expectation* entry) { return lists(*entry, finding); });
    if (found == about.end()) {
      if (!about.empty())
        result.expectation = "a failure is expected, but not this one: " + justification(*about.front());
      return result;
    }
    last = *found;
  }
  if (last == nullptr) return result;
  result.verdict = Verdict::expected_failure;
  result.expectation = justification(*last);
  return result;
}

namespace {

bool was_tried(const ScenarioResult& result) {
  return result.verdict == Verdict::pass || result.verdict == Verdict::fail ||
         result.verdict == Verdict::expected_failure || result.verdict == Verdict::unexpected_pass;
}

/// The tried results that the entry is about.
std::vector<ScenarioResult*> tried_by(const Expectation& entry, reports::RunRecord& record) {
  std::vector<ScenarioResult*> tried;
  for (ScenarioResult& result : record.scenarios)
    if (was_tried(result) && is_about(entry, result.id, result.clauses)) tried.push_back(&result);
  return tried;
}

bool comes(const std::string& message, const Expectation& entry, const std::vector<ScenarioResult*>& tried) {
  return std::any_of(tried.begin(), tried.end(), [&](const ScenarioResult* result) {
    return std::any_of(result->findings.begin(), result->findings.end(), [&](const Finding& finding) {
      return !finding.passed && (entry.clause.empty() || entry.clause == finding.clause) &&
             lists(message, finding);
    });
  });
}

}  // namespace

void ExpectationBook::conclude(reports::RunRecord& record) const {
  for (ScenarioResult& result : record.scenarios) result = judged(std::move(result));
  for (const Expectation& entry : expectations_.entries) {
    const std::string where = fmt::format("{}:{}: {}: ", expectations_.file, entry.line, subject(entry));
    if (const std::string reason = reason_against(entry); !reason.empty()) {
      record.stale_expectations.push_back(where + reason);
      continue;
    }
    const std::vector<ScenarioResult*> tried = tried_by(entry, record);
    const bool all_pass = std::all_of(tried.begin(), tried.end(), [](const ScenarioResult* result) {
      return result->verdict == Verdict::pass || result->verdict == Verdict::unexpected_pass;
    });
    if (all_pass) {
      for (ScenarioResult* result : tried) {
        result->verdict = Verdict::unexpected_pass;
        result->message = "passes, although its clause is expected to fail";
        result->expectation = justification(entry);
      }
      continue;
    }
    for (const std::string& message : entry.messages)
      if (!comes(message, entry, tried))
        record.stale_expectations.push_back(where + "nothing fails any more with \"" + message + "\"");
  }
  reports::complete_record(record);
}

}  // namespace cts
