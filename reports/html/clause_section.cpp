#include <algorithm>
#include <unordered_map>

#include <fmt/format.h>

#include "reports/html/parts.h"

namespace reports::html {
namespace {

using ScenarioIndex = std::unordered_map<std::string_view, const ScenarioResult*>;

/// "auto slow" holds the word "slow", not "slo".
bool has_word(std::string_view words, std::string_view word) {
  return fmt::format(" {} ", words).find(fmt::format(" {} ", word)) != std::string::npos;
}

/// Instead of a verdict, when no scenario of this run looked at the clause.
std::string_view why_unseen(const ClauseResult& clause, const Phrases& phrases) {
  if (has_word(clause.observability, "doc")) return phrases.nothing_to_observe;
  if (clause.covered) return to_string(Verdict::not_run);
  return has_word(clause.observability, "op") ? phrases.by_operator : phrases.not_covered;
}

/// The run came to know something about the target.
bool is_judged(Verdict verdict) {
  return verdict == Verdict::pass || verdict == Verdict::fail || verdict == Verdict::expected_failure ||
         verdict == Verdict::unexpected_pass;
}

bool is_observable(const ClauseResult& clause) {
  return !has_word(clause.observability, "doc");
}

void clause_row(Page page, const ClauseResult& clause, const ScenarioIndex& scenarios) {
  const Phrases& phrases = page.phrases;
  const bool seen = !clause.scenarios.empty();
  const Element row(page.out, "tr", {{"class", seen ? "seen" : "unseen"}});
  {
    const Element head(page.out, "th", {{"scope", "row"}, {"class", "id"}});
    page.out.text(clause.id);
  }
  {
    const Element cell(page.out, "td", {{"class", "verdict"}});
    if (seen) {
      badge(page.out, clause.verdict);
    } else {
      page.out.leaf("span", why_unseen(clause, phrases), {{"class", "quiet"}});
    }
  }
  {
    const bool japanese = phrases.language == "ja" && !clause.promise_ja.empty();
    const Element cell(page.out, "td");
    page.out.leaf("span", japanese ? clause.promise_ja : clause.promise_en);
    page.out.leaf("small", clause.section, {{"class", "quiet"}});
  }
  const Element cell(page.out, "td", {{"class", "names"}});
  for (const std::string& id : clause.scenarios) {
    const auto found = scenarios.find(id);
    if (found == scenarios.end()) continue;
    const Element line(page.out, "div");
    scenario_name(page.out, *found->second);
    if (clause.scenarios.size() > 1) badge(page.out, found->second->verdict);
  }
}

}  // namespace

std::string clauses_seen(const RunRecord& record, const Phrases& phrases) {
  const auto& clauses = record.clauses;
  const auto seen = std::count_if(clauses.begin(), clauses.end(),
                                  [](const ClauseResult& clause) { return is_judged(clause.verdict); });
  const auto observable = std::count_if(clauses.begin(), clauses.end(), is_observable);
  return fmt::format("{}/{} {}", seen, observable, phrases.clauses_seen);
}

void clause_matrix(Page page) {
  const auto& clauses = page.record.clauses;
  if (clauses.empty()) return;
  ScenarioIndex scenarios;
  for (const ScenarioResult& scenario : page.record.scenarios) scenarios[scenario.id] = &scenario;

  const Phrases& phrases = page.phrases;
  const Element section(page.out, "section");
  section_heading(page.out, "clauses", phrases.clauses);
  for (auto first = clauses.begin(); first != clauses.end();) {
    const auto last = std::find_if(first, clauses.end(), [&first](const ClauseResult& clause) {
      return clause.service != first->service;
    });
    const auto kept = std::count_if(
        first, last, [](const ClauseResult& clause) { return clause.verdict == Verdict::pass; });
    const auto observable = std::count_if(first, last, is_observable);
    {
      const Element heading(page.out, "h3", {{"class", "service"}});
      page.out.text(first->service);
      page.out.leaf("span", fmt::format("{}/{} {}", kept, observable, phrases.kept_of), {{"class", "quiet"}});
    }
    open_table(page.out, first->service,
               {phrases.clause, phrases.verdict, phrases.promise, phrases.scenario_plural}, "matrix");
    for (; first != last; ++first) clause_row(page, *first, scenarios);
    close_table(page.out);
  }
}

}  // namespace reports::html
