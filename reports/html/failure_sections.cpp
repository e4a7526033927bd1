#include <algorithm>

#include <fmt/format.h>

#include "reports/html/parts.h"
#include "reports/text/format.h"

namespace reports::html {
namespace {

void pair(Markup& out, std::string_view label, std::string_view value, std::string_view value_tag) {
  out.leaf("dt", label);
  const Element definition(out, "dd");
  out.leaf(value_tag, value);
}

void finding(Page page, const Finding& finding) {
  const Phrases& phrases = page.phrases;
  const Element list(page.out, "dl", {{"class", "finding"}});
  page.out.leaf("dt", phrases.requirement);
  {
    const Element definition(page.out, "dd");
    page.out.leaf("b", finding.clause);
    page.out.text(" " + finding.requirement);
  }
  pair(page.out, phrases.expected, finding.expected, "pre");
  pair(page.out, phrases.actual, finding.actual, "pre");
  if (!finding.repeat.empty()) pair(page.out, phrases.repeat, finding.repeat, "pre");
}

void facts(Page page, const ScenarioResult& scenario) {
  const Element line(page.out, "p", {{"class", "facts"}});
  page.out.leaf("span", clause_list(scenario.clauses));
  page.out.leaf("span", duration_text(scenario.duration));
  if (!scenario.source_file.empty()) {
    page.out.leaf("span", fmt::format("{}:{}", scenario.source_file, scenario.source_line));
  }
}

void leftover_list(Page page, const ScenarioResult& scenario) {
  if (scenario.leftovers.empty()) return;
  page.out.leaf("p", fmt::format("{}:", page.phrases.leftovers));
  const Element list(page.out, "ul");
  for (const std::string& leftover : scenario.leftovers) {
    const Element item(page.out, "li");
    page.out.leaf("code", leftover);
  }
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
  if (!scenario.message.empty()) page.out.leaf("p", scenario.message, {{"class", "message"}});
  if (!scenario.expectation.empty()) page.out.leaf("p", scenario.expectation);
  std::vector<std::size_t> judged;
  for (const Finding& each : scenario.findings) {
    if (each.passed) continue;
    finding(page, each);
    if (each.transcript_entry) judged.push_back(*each.transcript_entry);
  }
  transcript(page, scenario.transcript, judged);
  leftover_list(page, scenario);
  if (!scenario.repeat.empty()) {
    const Element list(page.out, "dl", {{"class", "finding"}});
    pair(page.out, page.phrases.repeat, scenario.repeat, "pre");
  }
  facts(page, scenario);
}

void text_list(Page page, std::string_view id, std::string_view heading,
               const std::vector<std::string>& lines) {
  if (lines.empty()) return;
  const Element section(page.out, "section");
  section_heading(page.out, id, heading);
  const Element list(page.out, "ul");
  for (const std::string& line : lines) page.out.leaf("li", line);
}

struct Column {
  std::string_view heading;
  std::string ScenarioResult::*text;
};

// What was not judged as a pass or a failure, a line each; nothing when there is none.
void scenario_table(Page page, std::string_view id, std::string_view heading,
                    const std::vector<const ScenarioResult*>& scenarios, Column third, Column fourth) {
  if (scenarios.empty()) return;
  const Phrases& phrases = page.phrases;
  const Element section(page.out, "section");
  section_heading(page.out, id, heading);
  open_table(page.out, heading, {phrases.scenario, phrases.clause, third.heading, fourth.heading});
  for (const ScenarioResult* scenario : scenarios) {
    const Element row(page.out, "tr");
    {
      const Element cell(page.out, "td", {{"class", "id"}});
      scenario_name(page.out, *scenario);
    }
    page.out.leaf("td", clause_list(scenario->clauses),
                  {{"class", "clauses"}, {"data-label", phrases.clause}});
    for (const Column& column : {third, fourth})
      page.out.leaf("td", scenario->*column.text, {{"data-label", column.heading}});
  }
  close_table(page.out);
}

}  // namespace

void root_causes(Page page) {
  if (page.record.root_causes.empty()) return;
  const Element section(page.out, "section");
  section_heading(page.out, "root-causes", page.phrases.root_causes);
  for (const RootCause& cause : page.record.root_causes) {
    const Element article(page.out, "article", {{"class", "card v-inconclusive"}});
    {
      const Element title(page.out, "h3");
      page.out.leaf("code", cause.id);
      page.out.leaf("span", fmt::format("{}: {}", page.phrases.affected, cause.scenarios_affected),
                    {{"class", "badge v-inconclusive"}});
    }
    page.out.leaf("p", cause.message, {{"class", "message"}});
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
  text_list(page, "errors", page.phrases.harness_errors, lines);
}

void failures(Page page) {
  std::vector<const ScenarioResult*> broken;
  for (const Verdict verdict : {Verdict::fail, Verdict::unexpected_pass, Verdict::error, Verdict::none}) {
    for (const ScenarioResult* scenario : with_verdict(page.record, verdict)) broken.push_back(scenario);
  }
  if (broken.empty()) return;
  const Element section(page.out, "section");
  section_heading(page.out, "failures", page.phrases.failures);
  for (const ScenarioResult* scenario : broken) card(page, *scenario);
}

void inconclusive(Page page) {
  const Phrases& phrases = page.phrases;
  scenario_table(page, "inconclusive", phrases.inconclusive_scenarios,
                 with_verdict(page.record, Verdict::inconclusive), {phrases.reason, &ScenarioResult::message},
                 {phrases.cause, &ScenarioResult::root_cause});
}

void leftovers(Page page) {
  std::vector<std::string> lines;
  for (const ScenarioResult& scenario : page.record.scenarios) {
    for (const std::string& leftover : scenario.leftovers) {
      lines.push_back(fmt::format("{} ({})", leftover, scenario.id));
    }
  }
  text_list(page, "leftovers", page.phrases.leftovers, lines);
}

void known_failures(Page page) {
  const Phrases& phrases = page.phrases;
  scenario_table(
      page, "known", phrases.expected_failures, with_verdict(page.record, Verdict::expected_failure),
      {phrases.actual, &ScenarioResult::message}, {phrases.justification, &ScenarioResult::expectation});
  text_list(page, "stale", phrases.stale_lines, page.record.stale_expectations);
}

}  // namespace reports::html
