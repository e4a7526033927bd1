#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "embedded/fleet_css.h"
#include "embedded/fleet_sort.h"
#include "reports/fleet/fleet_text.h"
#include "reports/fleet/fleet_writers.h"
#include "reports/html/document.h"
#include "reports/html/parts.h"
#include "reports/text/format.h"
#include "reports/text/safe_text.h"

namespace reports {
namespace {

using namespace html;

/// A test compares it with sort.js.
constexpr std::string_view sort_sha256 = "GTuTamLpvmpjfEemJikJ6bS+Qp5dkc/bOWHPFwx4F00=";
constexpr std::size_t most_clauses = 4;
constexpr std::size_t most_shared = 30;

Both words(std::string_view FleetPhrases::*phrase) {
  return {std::string(english_fleet().*phrase), std::string(japanese_fleet().*phrase)};
}

template <typename Maker>
Both of_fleet(const Maker& make) {
  return {std::string(make(english_fleet())), std::string(make(japanese_fleet()))};
}

struct Look {
  std::string_view css_class;
  std::string_view symbol;
};

Look look_of(HostState state) {
  switch (state) {
    case HostState::conforms:
      return {"v-pass", "✓"};
    case HostState::does_not_conform:
      return {"v-fail", "✗"};
    case HostState::inconclusive:
      return {"v-inconclusive", "?"};
    case HostState::stale_expectations:
      return {"v-inconclusive", "≈"};
    case HostState::not_judged:
      break;
  }
  return {"v-error", "!"};
}

void state_badge(Markup& out, HostState state) {
  const Element element(out, "span", {{"class", fmt::format("badge {}", look_of(state).css_class)}});
  out.leaf("span", look_of(state).symbol, {{"aria-hidden", "true"}, {"class", "symbol"}});
  say(out, of_fleet([state](const FleetPhrases& phrases) { return state_word(state, phrases); }));
}

/// Links to the host's own report where there is one.
void host_name(Markup& out, const FleetHost& host) {
  if (host.run)
    out.leaf("a", host.key, {{"href", report_link(host)}});
  else
    out.text(host.key);
}

std::string_view mood_of(const FleetRecord& fleet) {
  if (count(fleet, HostState::does_not_conform) > 0) return "bad";
  if (count(fleet, HostState::not_judged) > 0) return "fault";
  return count(fleet, HostState::conforms) == fleet.hosts.size() ? "good" : "unsure";
}

void banner(Markup& out, const FleetRecord& fleet) {
  const std::string_view mood = mood_of(fleet);
  const Element header(out, "header", {{"class", mood}});
  languages(out);
  {
    const Element line(out, "p", {{"class", "target"}});
    leaf(out, "b", words(&FleetPhrases::title));
  }
  {
    const Element title(out, "h1");
    out.leaf("span",
             mood == "good"    ? "✓"
             : mood == "bad"   ? "✗"
             : mood == "fault" ? "!"
                               : "?",
             {{"aria-hidden", "true"}, {"class", "mark"}});
    say(out, of_fleet([&fleet](const FleetPhrases& phrases) { return fleet_headline(fleet, phrases); }));
  }
  if (fleet.interrupted) leaf(out, "p", both(&Phrases::interrupted_why));
  {
    const Element bar(out, "div", {{"class", "strip"}, {"aria-hidden", "true"}});
    for (const HostState state : all_host_states) {
      if (const std::size_t number = count(fleet, state); number > 0)
        const Element part(out, "span",
                           {{"class", look_of(state).css_class}, {"style", fmt::format("flex:{}", number)}});
    }
  }
  {
    const Element list(out, "ul", {{"class", "totals"}});
    for (const HostState state : all_host_states) {
      if (count(fleet, state) == 0) continue;
      const Element item(out, "li");
      out.leaf("b", std::to_string(count(fleet, state)));
      state_badge(out, state);
    }
  }
  const Element line(out, "p", {{"class", "when"}});
  out.leaf("time", moment_text(fleet.started_at), {{"datetime", moment_text(fleet.started_at)}});
  out.leaf("span", duration_text(fleet.ended_at - fleet.started_at));
  if (!fleet.shard.empty())
    leaf(out, "span", of_fleet([&fleet](const FleetPhrases& phrases) {
           return fmt::format("{} {}", phrases.part, fleet.shard);
         }));
}

/// A cell with what its column is sorted by.
void figure(Markup& out, const Both& label, std::size_t number, bool is_known) {
  const Element cell(out, "td",
                     {{"class", "figure"},
                      {"data-label", label.english},
                      {"data-ja", label.japanese},
                      {"data-sort", is_known ? std::to_string(number) : "-1"}});
  if (is_known) out.text(std::to_string(number));
}

void worst_cell(Markup& out, const FleetHost& host) {
  const auto broken = host.run ? broken_clauses(*host.run) : std::vector<const ClauseResult*>{};
  const Both label = host.run ? words(&FleetPhrases::worst) : both(&Phrases::reason);
  const Element cell(out, "td",
                     {{"data-label", label.english},
                      {"data-ja", label.japanese},
                      {"data-sort", std::to_string(broken.size())}});
  if (!host.run) return out.text(problem_text(host));
  for (std::size_t i = 0; i < std::min(broken.size(), most_clauses); ++i) {
    if (i > 0) out.text(", ");
    out.leaf("a", broken[i]->id, {{"href", report_link(host) + "#" + clause_anchor(broken[i]->id)}});
  }
  if (broken.size() > most_clauses)
    say(out, both([&broken](const Phrases& phrases) {
          return fmt::format(", … {} {}", broken.size() - most_clauses, phrases.more);
        }));
}

void host_row(Markup& out, const FleetHost& host, std::size_t place) {
  const Element row(out, "tr");
  {
    const Element name(out, "th", {{"scope", "row"}, {"data-sort", host.key}});
    host_name(out, host);
    if (host.run)
      out.leaf("small", beginning(printable(host.run->target.description, Lines::keep), 120),
               {{"class", "quiet"}});
  }
  {
    const Element cell(out, "td", {{"class", "verdict"}, {"data-sort", std::to_string(place)}});
    state_badge(out, state_of(host));
  }
  figure(out, words(&FleetPhrases::failed), failures_of(host), host.run.has_value());
  figure(out, both(&Phrases::inconclusive), count_of(host, Verdict::inconclusive), host.run.has_value());
  {
    const Both label = words(&FleetPhrases::changed);
    const Element cell(out, "td",
                       {{"class", "quiet"},
                        {"data-label", label.english},
                        {"data-ja", label.japanese},
                        {"data-sort", std::to_string(changes_weight(host))}});
    if (host.run)
      say(out, of_fleet([&host](const FleetPhrases& phrases) { return changes_text(host, phrases); }));
  }
  worst_cell(out, host);
}

void hosts(Markup& out, const FleetRecord& fleet) {
  const Element section(out, "section");
  section_heading(out, "hosts", words(&FleetPhrases::hosts));
  open_table(
      out, words(&FleetPhrases::hosts),
      {words(&FleetPhrases::host), both(&Phrases::verdict), words(&FleetPhrases::failed),
       both(&Phrases::inconclusive), words(&FleetPhrases::changed), words(&FleetPhrases::worst_or_reason)},
      "hosts sortable");
  std::size_t place = 0;
  for (const FleetHost* host : worst_first(fleet)) host_row(out, *host, place++);
  close_table(out);
}

void fact(Markup& out, const Both& label, const std::string& value) {
  leaf(out, "dt", label);
  out.leaf("dd", value);
}

void shared_card(Markup& out, const SharedFailure& shared) {
  const Element card(out, "article",
                     {{"class", shared.scenarios.empty() ? "card v-inconclusive" : "card v-fail"}});
  {
    const Element title(out, "h3");
    leaf(out, "span", of_fleet([&shared](const FleetPhrases& phrases) {
           return fmt::format("{} {}", shared.hosts.size(), phrases.hosts_lower);
         }),
         {{"class", shared.scenarios.empty() ? "badge v-inconclusive" : "badge v-fail"}});
    out.text(fmt::format("{}", fmt::join(shared.hosts, ", ")));
  }
  if (!shared.message.empty()) out.leaf("p", shortened(shared.message, 500), {{"class", "message"}});
  const Element list(out, "dl", {{"class", "plain"}});
  if (!shared.causes.empty())
    fact(out, words(&FleetPhrases::causes), fmt::format("{}", fmt::join(shared.causes, ", ")));
  if (!shared.clauses.empty()) fact(out, both(&Phrases::clauses), clause_list(shared.clauses));
  if (!shared.scenarios.empty())
    fact(out, both(&Phrases::scenario_plural),
         shortened(fmt::format("{}", fmt::join(shared.scenarios, ", ")), 2'000));
  for (const auto& [name, value] : shared.theirs_alone)
    fact(out, words(&FleetPhrases::theirs_alone), fmt::format("{}: {}", name, value));
}

void shared(Markup& out, const FleetRecord& fleet) {
  const std::vector<SharedFailure> all = shared_failures(fleet);
  if (all.empty()) return;
  const Element section(out, "section", {{"class", "shared"}});
  section_heading(out, "shared", words(&FleetPhrases::shared));
  leaf(out, "p", words(&FleetPhrases::shared_why), {{"class", "quiet"}});
  for (std::size_t i = 0; i < std::min(all.size(), most_shared); ++i) shared_card(out, all[i]);
  if (all.size() > most_shared)
    leaf(out, "p", both([&all](const Phrases& phrases) {
           return fmt::format("… {} {}", all.size() - most_shared, phrases.more);
         }));
}

void chapter_cell(Markup& out, const FleetHost& host, const std::string& service) {
  const Element cell(out, "td");
  const ChapterState state = chapter_of(*host.run, service);
  const Element link(out, "a",
                     {{"href", report_link(host) + "#clauses"},
                      {"class", fmt::format("tile v-{}", to_key(state.verdict))},
                      {"title", fmt::format("{} {}", host.key, service)}});
  {
    const Element spoken(out, "span", {{"class", "spoken"}});
    say(out, both([&state](const Phrases& phrases) { return verdict_word(state.verdict, phrases); }));
  }
  out.text(state.judged == 0 ? std::string(symbol(state.verdict))
                             : fmt::format("{}/{}", state.kept, state.judged));
}

void matrix(Markup& out, const FleetRecord& fleet) {
  const std::vector<std::string> services = chapters(fleet);
  if (services.empty()) return;
  const Element section(out, "section");
  section_heading(out, "matrix", words(&FleetPhrases::matrix));
  const Element scroll(
      out, "div",
      {{"class", "scroll"}, {"tabindex", "0"}, {"role", "region"}, {"aria-labelledby", "matrix"}});
  std::vector<Both> columns{words(&FleetPhrases::host)};
  for (const std::string& service : services) columns.push_back({service, service});
  open_table(out, words(&FleetPhrases::matrix), columns, "chapters");
  for (const FleetHost* host : worst_first(fleet)) {
    if (!host->run) continue;
    const Element row(out, "tr");
    {
      const Element name(out, "th", {{"scope", "row"}});
      host_name(out, *host);
    }
    for (const std::string& service : services) chapter_cell(out, *host, service);
  }
  close_table(out);
}

void problems(Markup& out, const FleetRecord& fleet) {
  if (count(fleet, HostState::not_judged) == 0) return;
  const Element section(out, "section");
  section_heading(out, "problems", words(&FleetPhrases::problems));
  for (const FleetHost& host : fleet.hosts) {
    if (state_of(host) != HostState::not_judged) continue;
    const Element card(out, "article", {{"class", "card v-error"}});
    {
      const Element title(out, "h3");
      host_name(out, host);
      leaf(out, "span", of_fleet([&host](const FleetPhrases& phrases) {
             return fmt::format("{} {}", phrases.exit_code, host.exit_code);
           }),
           {{"class", "badge v-error"}});
    }
    out.leaf("pre", problem_text(host));
    if (!host.target_file.empty()) out.leaf("p", host.target_file, {{"class", "facts"}});
  }
}

void about(Markup& out, const FleetRecord& fleet) {
  const Element section(out, "section");
  section_heading(out, "about", words(&FleetPhrases::about));
  const Element list(out, "dl", {{"class", "plain"}});
  fact(out, both(&Phrases::started), moment_text(fleet.started_at));
  fact(out, both(&Phrases::ended), moment_text(fleet.ended_at));
  for (const auto& [name, value] : fleet.options) fact(out, {name, name}, value);
  fact(out, words(&FleetPhrases::exit_code), std::to_string(fleet.exit_code));
  fact(out, both(&Phrases::tool), fmt::format("{} {}", fleet.tool.name, fleet.tool.version));
}

}  // namespace

std::string write_fleet_html(const FleetRecord& fleet) {
  const Document page{
      .title = fmt::format("{} – {}", fleet_headline(fleet, english_fleet()), english_fleet().title),
      .styles = embedded::fleet_css,
      .script = {embedded::fleet_sort, sort_sha256}};
  return document(page, [&fleet](Markup& out) {
    for (const auto& section : {banner, hosts, shared, matrix, problems, about}) section(out, fleet);
  });
}

}  // namespace reports
