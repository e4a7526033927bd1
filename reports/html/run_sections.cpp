#include <algorithm>

#include <fmt/format.h>

#include "reports/html/parts.h"
#include "reports/text/format.h"

namespace reports::html {
namespace {

void id_cell(Page page, const ScenarioResult& scenario) {
  const Element cell(page.out, "td", {{"class", "id"}});
  scenario_name(page.out, scenario);
}

void time_row(Page page, const ScenarioResult& scenario, Seconds longest) {
  const Phrases& phrases = page.phrases;
  const Element row(page.out, "tr");
  id_cell(page, scenario);
  {
    const Element cell(page.out, "td", {{"class", "verdict"}});
    badge(page.out, scenario.verdict);
  }
  page.out.leaf("td", clause_list(scenario.clauses), {{"class", "clauses"}, {"data-label", phrases.clause}});
  const double share = longest.count() > 0 ? scenario.duration / longest * 100 : 0;
  const Element cell(page.out, "td", {{"class", "number"}, {"data-label", phrases.duration}});
  page.out.text(duration_text(scenario.duration));
  const Element bar(page.out, "div", {{"class", "bar"}, {"style", fmt::format("width:{:.0f}%", share)}});
}

std::string joined(const std::vector<std::string>& words) {
  return fmt::format("{}", fmt::join(words, ", "));
}

void step_row(Page page, const InterconnectionStep& step) {
  const Phrases& phrases = page.phrases;
  const Element row(page.out, "tr");
  {
    const Element cell(page.out, "td", {{"class", "id"}});
    page.out.leaf("code", step.id);
  }
  {
    const std::string_view word = step.ok ? phrases.ok : step.tried ? phrases.failed : phrases.not_tried;
    const std::string_view colour = step.ok      ? "badge v-pass"
                                    : step.tried ? "badge v-fail"
                                                 : "badge v-not_run";
    const Element cell(page.out, "td", {{"class", "verdict"}});
    page.out.leaf("span", word, {{"class", colour}});
  }
  {
    const Element cell(page.out, "td");
    page.out.text(step.purpose);
    if (!step.message.empty()) page.out.leaf("small", step.message, {{"class", "quiet"}});
  }
  page.out.leaf("td", duration_text(step.duration), {{"class", "number"}, {"data-label", phrases.duration}});
}

}  // namespace

void readings(Page page) {
  const auto& scenarios = page.record.scenarios;
  if (std::all_of(scenarios.begin(), scenarios.end(),
                  [](const ScenarioResult& scenario) { return scenario.readings.empty(); })) {
    return;
  }
  const Phrases& phrases = page.phrases;
  const Element section(page.out, "section");
  section_heading(page.out, "readings", phrases.readings);
  open_table(page.out, phrases.readings, {phrases.recorded, phrases.value, phrases.scenario});
  for (const ScenarioResult& scenario : scenarios) {
    for (const Reading& reading : scenario.readings) {
      const Element row(page.out, "tr");
      page.out.leaf("td", reading.name);
      page.out.leaf("td", reading.value, {{"class", "value"}, {"data-label", phrases.value}});
      id_cell(page, scenario);
    }
  }
  close_table(page.out);
}

void not_run(Page page) {
  std::vector<const ScenarioResult*> scenarios = with_verdict(page.record, Verdict::not_run);
  const auto not_applicable = with_verdict(page.record, Verdict::not_applicable);
  scenarios.insert(scenarios.end(), not_applicable.begin(), not_applicable.end());
  if (scenarios.empty()) return;
  const Phrases& phrases = page.phrases;
  const Element section(page.out, "section");
  section_heading(page.out, "not-run", phrases.not_run_and_why);
  open_table(page.out, phrases.not_run_and_why,
             {phrases.scenario, phrases.verdict, phrases.clause, phrases.reason});
  for (const ScenarioResult* scenario : scenarios) {
    const Element row(page.out, "tr");
    id_cell(page, *scenario);
    {
      const Element cell(page.out, "td", {{"class", "verdict"}});
      badge(page.out, scenario->verdict);
    }
    page.out.leaf("td", clause_list(scenario->clauses),
                  {{"class", "clauses"}, {"data-label", phrases.clause}});
    page.out.leaf("td", scenario->message, {{"data-label", phrases.reason}});
  }
  close_table(page.out);
}

void interconnection(Page page) {
  if (page.record.interconnection.empty()) return;
  const Phrases& phrases = page.phrases;
  const Element section(page.out, "section");
  section_heading(page.out, "interconnection", phrases.interconnection);
  open_table(page.out, phrases.interconnection,
             {phrases.step, phrases.verdict, phrases.purpose, phrases.duration});
  for (const InterconnectionStep& step : page.record.interconnection) step_row(page, step);
  close_table(page.out);
}

void times(Page page) {
  const auto& scenarios = page.record.scenarios;
  if (scenarios.empty()) return;
  Seconds longest{};
  for (const ScenarioResult& scenario : scenarios) longest = std::max(longest, scenario.duration);
  const Phrases& phrases = page.phrases;
  const Element section(page.out, "section");
  section_heading(page.out, "scenarios", phrases.scenarios_and_times);
  const Element details(page.out, "details");
  page.out.leaf("summary", fmt::format("{} ({})", phrases.scenario_plural, scenarios.size()));
  open_table(page.out, phrases.scenarios_and_times,
             {phrases.scenario, phrases.verdict, phrases.clause, phrases.duration});
  for (const ScenarioResult& scenario : scenarios) time_row(page, scenario, longest);
  close_table(page.out);
}

void target_and_options(Page page) {
  const RunRecord& record = page.record;
  const Phrases& phrases = page.phrases;
  const Element section(page.out, "section");
  section_heading(page.out, "target", phrases.target_and_options);
  const Element list(page.out, "dl", {{"class", "plain"}});
  const auto fact = [&page](std::string_view label, std::string_view value) {
    if (value.empty()) return;
    page.out.leaf("dt", label);
    page.out.leaf("dd", value);
  };
  fact(phrases.target, record.target.name);
  fact(phrases.description, record.target.description);
  fact(phrases.plan, record.target.plan);
  fact(phrases.profile, record.target.profile);
  for (const auto& [service, address] : record.target.addresses) {
    fact(fmt::format("{} ({})", phrases.address, service), address);
  }
  fact(phrases.select,
       record.options.select.empty() ? std::string(phrases.everything) : joined(record.options.select));
  fact(phrases.tier, record.options.tier);
  fact(phrases.consent, record.options.consent);
  fact(phrases.jobs, std::to_string(record.options.jobs));
  fact(phrases.shard, record.options.shard);
  fact(phrases.expectations, record.options.expectations);
  fact(phrases.baseline, record.options.baseline);
  for (const auto& [name, value] : record.options.others) fact(name, value);
  fact(phrases.started, moment_text(record.started_at));
  fact(phrases.ended, moment_text(record.ended_at));
  fact(phrases.run_id, record.run_id);
  fact(phrases.tool, fmt::format("{} {}", record.tool.name, record.tool.version));
  if (record.secrets_check.leaks.empty()) {
    fact(phrases.secrets,
         record.secrets_check.checked ? phrases.secrets_checked : phrases.secrets_not_checked);
  }
}

}  // namespace reports::html
