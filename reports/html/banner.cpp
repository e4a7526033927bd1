#include <algorithm>

#include <fmt/format.h>

#include "reports/html/document.h"
#include "reports/html/parts.h"
#include "reports/record/derive.h"
#include "reports/text/format.h"
#include "reports/text/safe_text.h"

namespace reports::html {
namespace {

struct Mood {
  std::string_view css_class;
  std::string_view symbol;
  /// Null where the headline says it all.
  std::string_view Phrases::*why;
};

Mood mood_of(Conclusion conclusion) {
  switch (conclusion) {
    case Conclusion::conforms:
      return {"good", "✓", &Phrases::conforms_why};
    case Conclusion::does_not_conform:
      return {"bad", "✗", nullptr};
    case Conclusion::inconclusive:
      return {"unsure", "?", &Phrases::inconclusive_why};
    case Conclusion::nothing_ran:
      return {"unsure", "○", &Phrases::nothing_ran_why};
    case Conclusion::interrupted:
      return {"unsure", "!", &Phrases::interrupted_why};
    case Conclusion::stale_expectations:
      return {"unsure", "!", &Phrases::stale_expectations_why};
    case Conclusion::harness_fault:
      break;
  }
  return {"fault", "!", &Phrases::harness_fault_why};
}

/// One strip, each verdict as wide as it is frequent. Decoration: the figures stand beside it.
void strip(Page page) {
  const Element bar(page.out, "div", {{"class", "strip"}, {"aria-hidden", "true"}});
  for (const auto verdict : all_verdicts) {
    const auto count = page.record.totals.find(verdict);
    if (count == page.record.totals.end() || count->second == 0) continue;
    const Element part(
        page.out, "span",
        {{"class", fmt::format("v-{}", to_key(verdict))}, {"style", fmt::format("flex:{}", count->second)}});
  }
}

void totals(Page page) {
  strip(page);
  const Element list(page.out, "ul", {{"class", "totals"}});
  for (const auto verdict : all_verdicts) {
    const auto count = page.record.totals.find(verdict);
    if (count == page.record.totals.end() || count->second == 0) continue;
    const Element item(page.out, "li");
    page.out.leaf("b", std::to_string(count->second));
    badge(page.out, verdict);
  }
}

/// On one line, without the clause's name before it, which stands beside.
std::string in_short(const ScenarioResult& scenario) {
  constexpr std::size_t longest_text = 160;
  if (scenario.message.empty()) return beginning(scenario.purpose, longest_text);
  return beginning(without_clause(scenario.message, scenario.clauses), longest_text);
}

bool is_new(const RunRecord& record, const ScenarioResult& scenario) {
  if (!record.comparison) return false;
  const auto& changes = record.comparison->scenarios;
  return std::any_of(changes.begin(), changes.end(), [&scenario](const ScenarioChange& change) {
    return change.change == Change::new_failure && change.id == scenario.id;
  });
}

/// The first few things that are not as they should be, each with a link; new ones before all others.
void what_broke(Page page) {
  constexpr std::size_t most = 6;
  std::vector<const ScenarioResult*> broken = broken_scenarios(page.record);
  if (broken.empty()) return;
  const auto is_new_one = [&page](const ScenarioResult* scenario) {
    return is_new(page.record, *scenario);
  };
  std::stable_partition(broken.begin(), broken.end(), is_new_one);
  leaf(page, "h2", both(&Phrases::what_broke), {{"class", "small"}});
  const Element list(page.out, "ul", {{"class", "broke"}});
  for (std::size_t i = 0; i < std::min(broken.size(), most); ++i) {
    const ScenarioResult& scenario = *broken[i];
    const Element item(page.out, "li");
    {
      const Element mark(page.out, "span");
      badge(page.out, scenario.verdict);
      if (is_new_one(&scenario)) leaf(page, "strong", both(&Phrases::new_failure), {{"class", "new"}});
    }
    {
      const Element link(page.out, "a", {{"href", "#" + anchor(scenario.id)}});
      page.out.leaf("b", scenario.clauses.empty() ? scenario.id : clause_list(scenario.clauses));
    }
    page.out.leaf("span", in_short(scenario));
  }
  if (broken.size() > most) {
    const Element item(page.out, "li");
    const Element link(page.out, "a", {{"href", "#failures"}});
    say(page.out, both([&](const Phrases& phrases) {
          return fmt::format("… {} {}", broken.size() - most, phrases.more);
        }));
  }
}

void contents(Page page) {
  const Element nav(page.out, "nav", {{"aria-labelledby", "contents"}});
  leaf(page, "span", both(&Phrases::contents), {{"id", "contents"}, {"class", "spoken"}});
  const auto link = [&page](bool exists, std::string_view target, auto text) {
    if (exists) leaf(page, "a", both(text), {{"href", target}});
  };
  const RunRecord& record = page.record;
  link(record.comparison.has_value(), "#changes", &Phrases::what_changed);
  link(!record.root_causes.empty(), "#root-causes", &Phrases::root_causes);
  link(!broken_scenarios(record).empty(), "#failures", &Phrases::failures);
  link(!record.clauses.empty(), "#clauses", &Phrases::clauses);
  link(!record.fingerprint.traits.empty(), "#software", &ComparisonPhrases::software);
  link(!with_verdict(record, Verdict::not_run).empty(), "#not-run", &Phrases::not_run_and_why);
  link(!record.interconnection.empty(), "#interconnection", &Phrases::interconnection);
  link(!record.scenarios.empty(), "#scenarios", &Phrases::scenarios_and_times);
  link(true, "#target", &Phrases::target_and_options);
}

}  // namespace

void banner(Page page) {
  const Conclusion conclusion = conclude(page.record);
  const Mood mood = mood_of(conclusion);
  const Element header(page.out, "header", {{"class", mood.css_class}});
  languages(page);
  {
    const Element line(page.out, "p", {{"class", "target"}});
    page.out.leaf("b", page.record.target.name);
    if (!page.record.target.description.empty()) page.out.leaf("span", page.record.target.description);
  }
  {
    const Element title(page.out, "h1");
    page.out.leaf("span", mood.symbol, {{"aria-hidden", "true"}, {"class", "mark"}});
    say(page.out, both([conclusion](const Phrases& phrases) { return headline(conclusion, phrases); }));
  }
  if (mood.why != nullptr) leaf(page, "p", both(mood.why));
  if (page.record.interrupted && conclusion != Conclusion::interrupted)
    leaf(page, "p", both(&Phrases::interrupted_why));
  totals(page);
  changes_at_a_glance(page);
  what_broke(page);
  {
    const Element line(page.out, "p", {{"class", "when"}});
    page.out.leaf("time", moment_text(page.record.started_at),
                  {{"datetime", moment_text(page.record.started_at)}});
    page.out.leaf("span", duration_text(page.record.ended_at - page.record.started_at));
    if (!page.record.clauses.empty()) leaf(page, "span", clauses_seen(page.record));
    const TargetInfo& target = page.record.target;
    leaf(page, "span", both([&target](const Phrases& phrases) {
           return fmt::format("{}: {}", phrases.plan, target.plan);
         }));
    leaf(page, "span", both([&target](const Phrases& phrases) {
           return fmt::format("{}: {}", phrases.profile, target.profile);
         }));
  }
  contents(page);
}

}  // namespace reports::html
