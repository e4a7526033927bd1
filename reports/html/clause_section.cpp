#include <algorithm>
#include <span>
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
  if (clause.covered) return verdict_word(Verdict::not_run, phrases);
  return has_word(clause.observability, "op") ? phrases.by_operator : phrases.not_covered;
}

Both why_unseen(const ClauseResult& clause) {
  return both([&clause](const Phrases& phrases) { return why_unseen(clause, phrases); });
}

/// The run came to know something about the target.
bool is_judged(Verdict verdict) {
  return verdict == Verdict::pass || verdict == Verdict::fail || verdict == Verdict::expected_failure ||
         verdict == Verdict::unexpected_pass;
}

bool is_observable(const ClauseResult& clause) {
  return !has_word(clause.observability, "doc");
}

void name_lines(Page page, std::span<const ScenarioResult* const> scenarios, bool with_verdict) {
  for (const ScenarioResult* scenario : scenarios) {
    const Element line(page.out, "div");
    scenario_name(page.out, *scenario);
    if (with_verdict) badge(page.out, scenario->verdict);
  }
}

/// Those that fared otherwise than most come first, with their verdict; of many that are as the clause is,
/// only how many there are is seen at first.
void scenario_names(Page page, const ClauseResult& clause, const ScenarioIndex& scenarios) {
  constexpr std::size_t few = 4;
  std::vector<const ScenarioResult*> found;
  for (const std::string& id : clause.scenarios) {
    if (const auto at = scenarios.find(id); at != scenarios.end()) found.push_back(at->second);
  }
  const auto is_worth_a_look = [](const ScenarioResult* scenario) {
    return scenario->verdict != Verdict::pass;
  };
  const auto plain = std::stable_partition(found.begin(), found.end(), is_worth_a_look);
  const std::size_t told = found.size() > 1 ? static_cast<std::size_t>(plain - found.begin()) : 0;
  const std::span<const ScenarioResult* const> all(found);
  name_lines(page, all.first(told), true);
  const auto rest = all.subspan(told);
  if (rest.size() <= few) return name_lines(page, rest, told > 0);
  const Element details(page.out, "details");
  {
    const Element summary(page.out, "summary");
    leaf(page, "span", both([&rest](const Phrases& phrases) {
           return fmt::format("{} {}", rest.size(), phrases.scenarios_lower);
         }));
    if (told > 0) badge(page.out, Verdict::pass);
  }
  name_lines(page, rest, false);
}

void clause_row(Page page, const ClauseResult& clause, const ScenarioIndex& scenarios) {
  const bool seen = !clause.scenarios.empty();
  const Element row(page.out, "tr", {{"class", seen ? "seen" : "unseen"}, {"id", clause_anchor(clause.id)}});
  {
    const Element head(page.out, "th", {{"scope", "row"}, {"class", "id"}});
    page.out.text(clause.id);
  }
  {
    const Element cell(page.out, "td", {{"class", "verdict"}});
    if (seen) {
      badge(page.out, clause.verdict);
    } else {
      leaf(page, "span", why_unseen(clause), {{"class", "quiet"}});
    }
  }
  {
    const Element cell(page.out, "td");
    say(page.out, {clause.promise_en, clause.promise_ja.empty() ? clause.promise_en : clause.promise_ja});
    page.out.leaf("small", clause.section, {{"class", "quiet"}});
  }
  const Element cell(page.out, "td", {{"class", "names"}});
  scenario_names(page, clause, scenarios);
}

/// The clauses of one service.
struct Chapter {
  std::span<const ClauseResult> clauses;

  const std::string& service() const { return clauses.front().service; }
};

std::vector<Chapter> chapters(std::span<const ClauseResult> clauses) {
  std::vector<Chapter> all;
  while (!clauses.empty()) {
    const auto end = std::find_if(clauses.begin(), clauses.end(), [&clauses](const ClauseResult& clause) {
      return clause.service != clauses.front().service;
    });
    const auto count = static_cast<std::size_t>(end - clauses.begin());
    all.push_back({clauses.first(count)});
    clauses = clauses.subspan(count);
  }
  return all;
}

/// Nothing in it needs to be looked at.
bool is_in_order(const Chapter& chapter) {
  return std::all_of(chapter.clauses.begin(), chapter.clauses.end(), [](const ClauseResult& clause) {
    return clause.verdict == Verdict::pass || clause.verdict == Verdict::not_run ||
           clause.verdict == Verdict::not_applicable;
  });
}

void kept_of(Page page, const Chapter& chapter) {
  const auto& clauses = chapter.clauses;
  const auto kept = std::count_if(clauses.begin(), clauses.end(),
                                  [](const ClauseResult& clause) { return clause.verdict == Verdict::pass; });
  const auto judged = std::count_if(clauses.begin(), clauses.end(),
                                    [](const ClauseResult& clause) { return is_judged(clause.verdict); });
  const auto observable = std::count_if(clauses.begin(), clauses.end(), is_observable);
  const auto open = std::count_if(clauses.begin(), clauses.end(), [](const ClauseResult& clause) {
    return is_observable(clause) && !is_judged(clause.verdict);
  });
  leaf(page, "span", both([&](const Phrases& phrases) {
         if (observable == 0) return std::string(phrases.nothing_to_observe);
         const std::string unknown = fmt::format(fmt::runtime(phrases.counted), open, phrases.not_judged);
         if (judged == 0) return unknown;
         const std::string known = fmt::format("{}/{} {}", kept, judged, phrases.kept_of);
         return open == 0 ? known : known + ", " + unknown;
       }),
       {{"class", "quiet"}});
}

/// A tile for each clause in its verdict's colour, which leads to the clause's line.
void tile(Page page, const ClauseResult& clause) {
  const bool seen = !clause.scenarios.empty();
  const std::string css_class =
      seen ? fmt::format("tile v-{}", to_key(clause.verdict)) : std::string("tile v-not_run unseen");
  const Element link(page.out, "a",
                     {{"href", "#" + clause_anchor(clause.id)}, {"class", css_class}, {"title", clause.id}});
  {
    const Element name(page.out, "span", {{"class", "spoken"}});
    page.out.text(clause.id + " ");
    say(page.out,
        seen ? both([&clause](const Phrases& phrases) { return verdict_word(clause.verdict, phrases); })
             : why_unseen(clause));
  }
  page.out.leaf("span", seen ? symbol(clause.verdict) : std::string_view("·"), {{"aria-hidden", "true"}});
}

void clause_map(Page page, const std::vector<Chapter>& all) {
  leaf(page, "h3", both(&Phrases::clause_map), {{"class", "spoken"}});
  const Element map(page.out, "dl", {{"class", "map"}});
  for (const Chapter& chapter : all) {
    {
      const Element name(page.out, "dt");
      page.out.leaf("b", chapter.service());
      kept_of(page, chapter);
    }
    const Element tiles(page.out, "dd");
    for (const ClauseResult& clause : chapter.clauses) tile(page, clause);
  }
}

}  // namespace

Both clauses_seen(const RunRecord& record) {
  const auto& clauses = record.clauses;
  const auto seen = std::count_if(clauses.begin(), clauses.end(),
                                  [](const ClauseResult& clause) { return is_judged(clause.verdict); });
  const auto observable = std::count_if(clauses.begin(), clauses.end(), is_observable);
  return both([&](const Phrases& phrases) {
    return fmt::format("{}/{} {}", seen, observable, phrases.clauses_seen);
  });
}

void clause_matrix(Page page) {
  const auto& clauses = page.record.clauses;
  if (clauses.empty()) return;
  ScenarioIndex scenarios;
  for (const ScenarioResult& scenario : page.record.scenarios) scenarios[scenario.id] = &scenario;

  const Element section(page.out, "section");
  section_heading(page, "clauses", both(&Phrases::clauses));
  const std::vector<Chapter> all = chapters(clauses);
  clause_map(page, all);
  for (const Chapter& chapter : all) {
    page.out.raw(is_in_order(chapter) ? "<details class=\"chapter\">" : "<details class=\"chapter\" open>");
    {
      const Element summary(page.out, "summary");
      const Element heading(page.out, "h3", {{"class", "service"}});
      page.out.text(chapter.service());
      kept_of(page, chapter);
    }
    open_table(page, {chapter.service(), chapter.service()},
               {both(&Phrases::clause), both(&Phrases::verdict), both(&Phrases::promise),
                both(&Phrases::scenario_plural)},
               "matrix");
    for (const ClauseResult& clause : chapter.clauses) clause_row(page, clause, scenarios);
    close_table(page);
    page.out.raw("</details>\n");
  }
}

}  // namespace reports::html
