#include <fmt/format.h>

#include "reports/html/parts.h"
#include "reports/record/derive.h"
#include "reports/text/format.h"
#include "reports/text/safe_text.h"

namespace reports::html {
namespace {

struct Mood {
  std::string_view css_class;
  std::string_view symbol;
  std::string_view why;
};

Mood mood_of(Conclusion conclusion, const Phrases& phrases) {
  switch (conclusion) {
    case Conclusion::conforms:
      return {"good", "✓", phrases.conforms_why};
    case Conclusion::does_not_conform:
      return {"bad", "✗", ""};
    case Conclusion::inconclusive:
      return {"unsure", "?", phrases.inconclusive_why};
    case Conclusion::nothing_ran:
      return {"unsure", "○", phrases.nothing_ran_why};
    case Conclusion::interrupted:
      return {"unsure", "!", phrases.interrupted_why};
    case Conclusion::stale_expectations:
      return {"unsure", "!", phrases.stale_expectations_why};
    case Conclusion::harness_fault:
      break;
  }
  return {"fault", "!", phrases.harness_fault_why};
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
  const Element list(page.out, "ul", {{"class", "totals"}, {"aria-label", page.phrases.totals}});
  for (const auto verdict : all_verdicts) {
    const auto count = page.record.totals.find(verdict);
    if (count == page.record.totals.end() || count->second == 0) continue;
    const Element item(page.out, "li");
    page.out.leaf("b", std::to_string(count->second));
    badge(page.out, verdict);
  }
}

/// The first few things that are not as they should be, each with a link.
void what_broke(Page page) {
  constexpr std::size_t most = 6;
  constexpr std::size_t longest_text = 200;
  std::vector<const ScenarioResult*> broken;
  for (const Verdict verdict : {Verdict::fail, Verdict::unexpected_pass, Verdict::error, Verdict::none}) {
    for (const ScenarioResult* scenario : with_verdict(page.record, verdict)) broken.push_back(scenario);
  }
  if (broken.empty()) return;
  page.out.leaf("h2", page.phrases.what_broke, {{"class", "small"}});
  const Element list(page.out, "ul", {{"class", "broke"}});
  for (std::size_t i = 0; i < std::min(broken.size(), most); ++i) {
    const ScenarioResult& scenario = *broken[i];
    const Element item(page.out, "li");
    badge(page.out, scenario.verdict);
    {
      const Element link(page.out, "a", {{"href", "#" + anchor(scenario.id)}});
      page.out.leaf("b", scenario.clauses.empty() ? scenario.id : clause_list(scenario.clauses));
    }
    page.out.leaf("span",
                  shortened(scenario.message.empty() ? scenario.purpose : scenario.message, longest_text));
  }
  if (broken.size() > most) {
    page.out.leaf("li", fmt::format("… {} {}", broken.size() - most, page.phrases.more));
  }
}

void contents(Page page) {
  const Phrases& phrases = page.phrases;
  const Element nav(page.out, "nav", {{"aria-label", phrases.contents}});
  const auto link = [&page](bool exists, std::string_view target, std::string_view text) {
    if (exists) page.out.leaf("a", text, {{"href", target}});
  };
  const RunRecord& record = page.record;
  link(!record.root_causes.empty(), "#root-causes", phrases.root_causes);
  link(!record.clauses.empty(), "#clauses", phrases.clauses);
  link(!record.interconnection.empty(), "#interconnection", phrases.interconnection);
  link(!record.scenarios.empty(), "#scenarios", phrases.scenarios_and_times);
  link(true, "#target", phrases.target_and_options);
}

}  // namespace

void banner(Page page) {
  const Conclusion conclusion = conclude(page.record);
  const Mood mood = mood_of(conclusion, page.phrases);
  const Element header(page.out, "header", {{"class", mood.css_class}});
  {
    const Element line(page.out, "p", {{"class", "target"}});
    page.out.leaf("b", page.record.target.name);
    if (!page.record.target.description.empty()) page.out.leaf("span", page.record.target.description);
  }
  {
    const Element title(page.out, "h1");
    page.out.leaf("span", mood.symbol, {{"aria-hidden", "true"}, {"class", "mark"}});
    page.out.text(headline(conclusion, page.phrases));
  }
  if (!mood.why.empty()) page.out.leaf("p", mood.why);
  totals(page);
  what_broke(page);
  changes_at_a_glance(page);
  {
    const Element line(page.out, "p", {{"class", "when"}});
    page.out.leaf("time", moment_text(page.record.started_at),
                  {{"datetime", moment_text(page.record.started_at)}});
    page.out.leaf("span", duration_text(page.record.ended_at - page.record.started_at));
    if (!page.record.clauses.empty()) page.out.leaf("span", clauses_seen(page.record, page.phrases));
    page.out.leaf("span", fmt::format("{}: {}", page.phrases.plan, page.record.target.plan));
    page.out.leaf("span", fmt::format("{}: {}", page.phrases.profile, page.record.target.profile));
  }
  contents(page);
}

}  // namespace reports::html
