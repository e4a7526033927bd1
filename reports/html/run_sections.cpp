#include <algorithm>

#include <fmt/format.h>

#include "reports/html/parts.h"
#include "reports/text/format.h"
#include "reports/text/safe_text.h"

namespace reports::html {
namespace {

void id_cell(Page page, const ScenarioResult& scenario) {
  const Element cell(page.out, "td", {{"class", "id"}});
  scenario_name(page.out, scenario);
}

void clauses_cell(Page page, const ScenarioResult& scenario) {
  const LabelledCell cell(page, "clauses", both(&Phrases::clause));
  page.out.text(clause_list(scenario.clauses));
}

void time_row(Page page, const ScenarioResult& scenario, Seconds longest) {
  const Element row(page.out, "tr");
  id_cell(page, scenario);
  {
    const Element cell(page.out, "td", {{"class", "verdict"}});
    badge(page.out, scenario.verdict);
  }
  clauses_cell(page, scenario);
  const double share = longest.count() > 0 ? scenario.duration / longest * 100 : 0;
  const LabelledCell cell(page, "number", both(&Phrases::duration));
  page.out.text(duration_text(scenario.duration));
  const Element bar(page.out, "div", {{"class", "bar"}, {"style", fmt::format("width:{:.0f}%", share)}});
}

/// Opens what may be unfolded; where there is little, it is. To be closed.
void folded(Page page, std::string_view Phrases::*what, std::size_t count, bool always = false) {
  constexpr std::size_t few = 12;
  if (!always && count <= few) return page.out.open("div");
  page.out.open("details");
  leaf(page, "summary",
       both([&](const Phrases& phrases) { return fmt::format("{} ({})", phrases.*what, count); }));
}

void value_cell(Page page, std::string_view value) {
  const LabelledCell cell(page, "value", both(&Phrases::value));
  page.out.text(shortened(value, longest_shown));
}

std::string joined(const std::vector<std::string>& words) {
  return fmt::format("{}", fmt::join(words, ", "));
}

void step_row(Page page, const InterconnectionStep& step) {
  const Element row(page.out, "tr");
  {
    const Element cell(page.out, "td", {{"class", "id"}});
    page.out.leaf("code", step.id);
  }
  {
    const Both word = both(step.ok ? &Phrases::ok : step.tried ? &Phrases::failed : &Phrases::not_tried);
    const std::string_view colour = step.ok      ? "badge v-pass"
                                    : step.tried ? "badge v-fail"
                                                 : "badge v-not_run";
    const Element cell(page.out, "td", {{"class", "verdict"}});
    leaf(page, "span", word, {{"class", colour}});
  }
  {
    const Element cell(page.out, "td");
    page.out.text(step.purpose);
    if (!step.message.empty())
      page.out.leaf("small", shortened(step.message, longest_shown), {{"class", "quiet"}});
  }
  const LabelledCell cell(page, "number", both(&Phrases::duration));
  page.out.text(duration_text(step.duration));
}

}  // namespace

void readings(Page page) {
  const auto& scenarios = page.record.scenarios;
  std::size_t count = 0;
  for (const ScenarioResult& scenario : scenarios) count += scenario.readings.size();
  if (count == 0) return;
  const Element section(page.out, "section");
  section_heading(page, "readings", both(&Phrases::readings));
  folded(page, &Phrases::readings, count);
  open_table(page, both(&Phrases::readings),
             {both(&Phrases::recorded), both(&Phrases::value), both(&Phrases::scenario)});
  for (const ScenarioResult& scenario : scenarios) {
    for (const Reading& reading : scenario.readings) {
      const Element row(page.out, "tr");
      page.out.leaf("td", reading.name);
      value_cell(page, reading.value);
      id_cell(page, scenario);
    }
  }
  close_table(page);
  page.out.close();
}

void not_run(Page page) {
  std::vector<const ScenarioResult*> scenarios = with_verdict(page.record, Verdict::not_run);
  const auto not_applicable = with_verdict(page.record, Verdict::not_applicable);
  scenarios.insert(scenarios.end(), not_applicable.begin(), not_applicable.end());
  if (scenarios.empty()) return;
  const Element section(page.out, "section");
  section_heading(page, "not-run", both(&Phrases::not_run_and_why));
  folded(page, &Phrases::not_run_and_why, scenarios.size());
  open_table(
      page, both(&Phrases::not_run_and_why),
      {both(&Phrases::scenario), both(&Phrases::verdict), both(&Phrases::clause), both(&Phrases::reason)});
  for (const ScenarioResult* scenario : scenarios) {
    const Element row(page.out, "tr");
    id_cell(page, *scenario);
    {
      const Element cell(page.out, "td", {{"class", "verdict"}});
      badge(page.out, scenario->verdict);
    }
    clauses_cell(page, *scenario);
    const LabelledCell cell(page, "", both(&Phrases::reason));
    page.out.text(shortened(scenario->message, longest_shown));
  }
  close_table(page);
  page.out.close();
}

void interconnection(Page page) {
  if (page.record.interconnection.empty()) return;
  const Element section(page.out, "section");
  section_heading(page, "interconnection", both(&Phrases::interconnection));
  open_table(
      page, both(&Phrases::interconnection),
      {both(&Phrases::step), both(&Phrases::verdict), both(&Phrases::purpose), both(&Phrases::duration)});
  for (const InterconnectionStep& step : page.record.interconnection) step_row(page, step);
  close_table(page);
}

void times(Page page) {
  const auto& scenarios = page.record.scenarios;
  if (scenarios.empty()) return;
  Seconds longest{};
  for (const ScenarioResult& scenario : scenarios) longest = std::max(longest, scenario.duration);
  const Element section(page.out, "section");
  section_heading(page, "scenarios", both(&Phrases::scenarios_and_times));
  folded(page, &Phrases::scenario_plural, scenarios.size(), true);
  open_table(
      page, both(&Phrases::scenarios_and_times),
      {both(&Phrases::scenario), both(&Phrases::verdict), both(&Phrases::clause), both(&Phrases::duration)});
  for (const ScenarioResult& scenario : scenarios) time_row(page, scenario, longest);
  close_table(page);
  page.out.close();
}

void target_and_options(Page page) {
  const RunRecord& record = page.record;
  const Element section(page.out, "section");
  section_heading(page, "target", both(&Phrases::target_and_options));
  const Element list(page.out, "dl", {{"class", "plain"}});
  const auto fact = [&page](const Both& label, const Both& value) {
    if (value.english.empty()) return;
    leaf(page, "dt", label);
    leaf(page, "dd", value);
  };
  const auto plain = [&fact](std::string_view Phrases::*label, std::string_view value) {
    const std::string text = shortened(value, longest_shown);
    fact(both(label), {text, text});
  };
  plain(&Phrases::target, record.target.name);
  plain(&Phrases::description, record.target.description);
  plain(&Phrases::plan, record.target.plan);
  plain(&Phrases::profile, record.target.profile);
  for (const auto& [service, address] : record.target.addresses) {
    const std::string_view name = service;
    fact(both([name](const Phrases& phrases) { return fmt::format("{} ({})", phrases.address, name); }),
         {address, address});
  }
  if (record.options.select.empty())
    fact(both(&Phrases::select), both(&Phrases::everything));
  else
    plain(&Phrases::select, joined(record.options.select));
  plain(&Phrases::tier, record.options.tier);
  plain(&Phrases::consent, record.options.consent);
  plain(&Phrases::jobs, std::to_string(record.options.jobs));
  plain(&Phrases::shard, record.options.shard);
  plain(&Phrases::expectations, record.options.expectations);
  plain(&Phrases::baseline, record.options.baseline);
  for (const auto& [name, value] : record.options.others) fact({name, name}, {value, value});
  plain(&Phrases::started, moment_text(record.started_at));
  plain(&Phrases::ended, moment_text(record.ended_at));
  plain(&Phrases::run_id, record.run_id);
  plain(&Phrases::tool, fmt::format("{} {}", record.tool.name, record.tool.version));
  if (record.secrets_check.leaks.empty()) {
    fact(both(&Phrases::secrets),
         both(record.secrets_check.checked ? &Phrases::secrets_checked : &Phrases::secrets_not_checked));
  }
}

}  // namespace reports::html
