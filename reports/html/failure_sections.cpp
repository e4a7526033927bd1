#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "reports/html/parts.h"
#include "reports/text/format.h"
#include "reports/text/safe_text.h"

namespace reports::html {
namespace {

/// A failure is told by the first few things that it is about.
constexpr std::size_t most_findings = 20;
constexpr std::size_t most_lines = 200;

/// Of one text on a card: the more cards there are, the less, as with the dialogues.
std::size_t text_limit(Page page) {
  return std::min(longest_shown, page.transcript_limit / 5);
}

void pair(Page page, std::string_view Phrases::*label, std::string_view value) {
  leaf(page, "dt", both(label));
  const Element definition(page.out, "dd");
  page.out.leaf("pre", shortened(value, text_limit(page)));
}

/// What the manuals promise, in the reader's language.
void promises(Page page, const std::vector<std::string>& clauses) {
  for (const ClauseResult& clause : page.record.clauses) {
    if (std::find(clauses.begin(), clauses.end(), clause.id) == clauses.end()) continue;
    const Element line(page.out, "p", {{"class", "promise"}});
    page.out.leaf("a", clause.id, {{"href", "#" + clause_anchor(clause.id)}});
    page.out.text(" ");
    say(page.out, {clause.promise_en, clause.promise_ja.empty() ? clause.promise_en : clause.promise_ja});
  }
}

void finding(Page page, const Finding& finding) {
  const Element list(page.out, "dl", {{"class", "finding"}});
  leaf(page, "dt", both(&Phrases::requirement));
  {
    const Element definition(page.out, "dd");
    page.out.leaf("b", finding.clause);
    page.out.text(" " + shortened(finding.requirement, text_limit(page)));
  }
  pair(page, &Phrases::expected, finding.expected);
  pair(page, &Phrases::actual, finding.actual);
  if (!finding.repeat.empty()) pair(page, &Phrases::repeat, finding.repeat);
}

void facts(Page page, const ScenarioResult& scenario) {
  const Element line(page.out, "p", {{"class", "facts"}});
  page.out.leaf("span", clause_list(scenario.clauses));
  page.out.leaf("span", duration_text(scenario.duration));
  if (!scenario.source_file.empty()) {
    page.out.leaf("span", fmt::format("{}:{}", scenario.source_file, scenario.source_line));
  }
}

void and_more(Page page, std::string_view tag, std::size_t count, std::size_t shown) {
  if (count <= shown) return;
  leaf(page, tag,
       both([&](const Phrases& phrases) { return fmt::format("… {} {}", count - shown, phrases.more); }));
}

void leftover_list(Page page, const ScenarioResult& scenario) {
  if (scenario.leftovers.empty()) return;
  leaf(page, "p", both(&Phrases::leftovers));
  const Element list(page.out, "ul");
  for (std::size_t i = 0; i < std::min(scenario.leftovers.size(), most_findings); ++i) {
    const Element item(page.out, "li");
    page.out.leaf("code", shortened(scenario.leftovers[i], text_limit(page)));
  }
  and_more(page, "li", scenario.leftovers.size(), most_findings);
}

void card(Page page, const ScenarioResult& scenario) {
  const std::string css_class = fmt::format("card v-{}", to_key(scenario.verdict));
  const Element article(page.out, "article", {{"class", css_class}, {"id", anchor(scenario.id)}});
  {
    const Element title(page.out, "h3");
    badge(page.out, scenario.verdict);
    page.out.leaf("code", scenario.id);
  }
  page.out.leaf("p", scenario.purpose);
  promises(page, scenario.clauses);
  std::vector<std::size_t> judged;
  std::vector<const Finding*> failed;
  for (const Finding& each : scenario.findings) {
    if (each.passed) continue;
    failed.push_back(&each);
    if (each.transcript_entry) judged.push_back(*each.transcript_entry);
  }
  // The findings say the same, and better.
  if (failed.empty() && !scenario.message.empty())
    page.out.leaf("p", shortened(scenario.message, text_limit(page)), {{"class", "message"}});
  if (!scenario.expectation.empty()) page.out.leaf("p", shortened(scenario.expectation, text_limit(page)));
  for (std::size_t i = 0; i < std::min(failed.size(), most_findings); ++i) finding(page, *failed[i]);
  and_more(page, "p", failed.size(), most_findings);
  transcript(page, scenario.transcript, judged);
  leftover_list(page, scenario);
  if (!scenario.repeat.empty()) {
    const bool was_sent = std::any_of(failed.begin(), failed.end(),
                                      [](const Finding* finding) { return !finding->repeat.empty(); });
    if (was_sent && scenario.consent != "observe")
      leaf(page, "p", both(&Phrases::taken_away), {{"class", "quiet"}});
    const Element list(page.out, "dl", {{"class", "finding"}});
    pair(page, &Phrases::run_again, scenario.repeat);
  }
  facts(page, scenario);
}

void text_list(Page page, std::string_view id, std::string_view Phrases::*heading,
               const std::vector<std::string>& lines) {
  if (lines.empty()) return;
  const Element section(page.out, "section");
  section_heading(page, id, both(heading));
  const Element list(page.out, "ul");
  for (std::size_t i = 0; i < std::min(lines.size(), most_lines); ++i)
    page.out.leaf("li", shortened(lines[i], text_limit(page)));
  and_more(page, "li", lines.size(), most_lines);
}

/// Which scenarios could not be judged for this cause, and the scenario that is the cause.
void affected(Page page, const RootCause& cause) {
  std::vector<const ScenarioResult*> found;
  for (const ScenarioResult& scenario : page.record.scenarios) {
    if (scenario.root_cause == cause.id) found.push_back(&scenario);
  }
  const auto& all = page.record.scenarios;
  const auto itself = std::find_if(
      all.begin(), all.end(), [&cause](const ScenarioResult& scenario) { return scenario.id == cause.id; });
  if (itself != all.end() && has_card(*itself)) {
    const Element line(page.out, "p");
    scenario_name(page.out, *itself);
  }
  if (found.empty()) return;
  const Element details(page.out, "details");
  leaf(page, "summary", both([&found](const Phrases& phrases) {
         return fmt::format("{} ({})", phrases.affected, found.size());
       }));
  const Element list(page.out, "ul", {{"class", "columns"}});
  for (const ScenarioResult* scenario : found) {
    const Element item(page.out, "li");
    scenario_name(page.out, *scenario);
  }
}

struct Column {
  std::string_view Phrases::*heading;
  std::string ScenarioResult::*text;
};

// What was not judged as a pass or a failure, a line each; nothing when there is none.
void scenario_table(Page page, std::string_view id, std::string_view Phrases::*heading,
                    const std::vector<const ScenarioResult*>& scenarios, Column third, Column fourth) {
  if (scenarios.empty()) return;
  const Element section(page.out, "section");
  section_heading(page, id, both(heading));
  open_table(page, both(heading),
             {both(&Phrases::scenario), both(&Phrases::clause), both(third.heading), both(fourth.heading)});
  for (const ScenarioResult* scenario : scenarios) {
    const Element row(page.out, "tr");
    {
      const Element cell(page.out, "td", {{"class", "id"}});
      scenario_name(page.out, *scenario);
    }
    {
      const LabelledCell cell(page, "clauses", both(&Phrases::clause));
      page.out.text(clause_list(scenario->clauses));
    }
    for (const Column& column : {third, fourth}) {
      const LabelledCell cell(page, "", both(column.heading));
      page.out.text(shortened(scenario->*column.text, longest_shown));
    }
  }
  close_table(page);
}

}  // namespace

void root_causes(Page page) {
  if (page.record.root_causes.empty()) return;
  const Element section(page.out, "section");
  section_heading(page, "root-causes", both(&Phrases::root_causes));
  leaf(page, "p", both(&Phrases::root_causes_advice), {{"class", "quiet"}});
  for (const RootCause& cause : page.record.root_causes) {
    const Element article(page.out, "article", {{"class", "card v-inconclusive"}});
    {
      const Element title(page.out, "h3");
      page.out.leaf("code", cause.id);
      leaf(page, "span", both([&cause](const Phrases& phrases) {
             return fmt::format("{}: {}", phrases.affected, cause.scenarios_affected);
           }),
           {{"class", "badge v-inconclusive"}});
    }
    page.out.leaf("p", shortened(cause.message, longest_shown), {{"class", "message"}});
    affected(page, cause);
    const auto& steps = page.record.interconnection;
    const auto step = std::find_if(steps.begin(), steps.end(),
                                   [&cause](const InterconnectionStep& each) { return each.id == cause.id; });
    if (step != steps.end()) transcript(page, step->transcript, {});
  }
}

void harness_errors(Page page) {
  std::vector<std::string> lines = page.record.errors;
  for (const SecretLeak& leak : page.record.secrets_check.leaks) {
    lines.push_back(fmt::format("{}: {} ({})", leak.file, leak.secret, leak.form));
  }
  text_list(page, "errors", &Phrases::harness_errors, lines);
}

void failures(Page page) {
  const std::vector<const ScenarioResult*> broken = broken_scenarios(page.record);
  if (broken.empty()) return;
  const Element section(page.out, "section");
  section_heading(page, "failures", both([&broken](const Phrases& phrases) {
                    return fmt::format("{} ({})", phrases.failures, broken.size());
                  }));
  for (const ScenarioResult* scenario : broken) card(page, *scenario);
}

/// Without those of which the root cause says all, where they are listed.
void inconclusive(Page page) {
  std::vector<const ScenarioResult*> found = with_verdict(page.record, Verdict::inconclusive);
  std::map<std::pair<std::string, std::string>, std::size_t> alike;
  for (const ScenarioResult* scenario : found) ++alike[{scenario->root_cause, scenario->message}];
  std::erase_if(found, [&alike](const ScenarioResult* scenario) {
    return !scenario->root_cause.empty() && alike[{scenario->root_cause, scenario->message}] > 1;
  });
  scenario_table(page, "inconclusive", &Phrases::inconclusive_scenarios, found,
                 {&Phrases::reason, &ScenarioResult::message},
                 {&Phrases::cause, &ScenarioResult::root_cause});
}

void leftovers(Page page) {
  std::vector<std::string> lines;
  for (const ScenarioResult& scenario : page.record.scenarios) {
    for (const std::string& leftover : scenario.leftovers) {
      lines.push_back(fmt::format("{} ({})", leftover, scenario.id));
    }
  }
  text_list(page, "leftovers", &Phrases::leftovers, lines);
}

void known_failures(Page page) {
  scenario_table(
      page, "known", &Phrases::expected_failures, with_verdict(page.record, Verdict::expected_failure),
      {&Phrases::actual, &ScenarioResult::message}, {&Phrases::justification, &ScenarioResult::expectation});
  text_list(page, "stale", &Phrases::stale_lines, page.record.stale_expectations);
}

}  // namespace reports::html
