#include "reports/compare/outline.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <tuple>

#include <fmt/format.h>

#include "reports/compare/compare.h"
#include "reports/text/format.h"

namespace reports {
namespace {

using Weight = OutlineSection::Weight;

std::string joined(const std::vector<std::string>& texts) {
  return fmt::format("{}", fmt::join(texts, ", "));
}

std::string or_none(const std::string& text, const ComparisonPhrases& phrases) {
  return text.empty() ? std::string(phrases.none) : text;
}

OutlineItem of_scenario(const ScenarioChange& scenario) {
  OutlineItem item{.subject = scenario.id, .clauses = scenario.clauses};
  if (scenario.before != Verdict::none) item.verdict_before = scenario.before;
  if (scenario.after != Verdict::none) item.verdict_after = scenario.after;
  item.detail = without_clause(scenario.message_after, scenario.clauses);
  return item;
}

std::string some_of(const std::vector<std::string>& ids, const ComparisonPhrases& phrases) {
  constexpr std::size_t most = 3;
  if (ids.size() <= most) return joined(ids);
  return fmt::format("{}, … {} {}", joined({ids.begin(), ids.begin() + most}), ids.size() - most,
                     phrases.more);
}

/// Where many scenarios have one reason, a line for the reason.
std::vector<OutlineItem> by_reason(const Comparison& comparison, Change change,
                                   const ComparisonPhrases& phrases) {
  constexpr std::size_t few = 3;
  std::vector<OutlineItem> items;
  std::map<std::tuple<Verdict, Verdict, std::string>, std::vector<const ScenarioChange*>> groups;
  for (const ScenarioChange& scenario : comparison.scenarios) {
    if (scenario.change == change)
      groups[{scenario.before, scenario.after, scenario.message_after}].push_back(&scenario);
  }
  const auto item_of = [&](const ScenarioChange& scenario) {
    OutlineItem item = of_scenario(scenario);
    if (change == Change::not_run && scenario.after == Verdict::none) item.detail = phrases.not_selected;
    return item;
  };
  for (const auto& [reason, scenarios] : groups) {
    if (scenarios.size() <= few) {
      for (const ScenarioChange* scenario : scenarios) items.push_back(item_of(*scenario));
      continue;
    }
    OutlineItem item = item_of(*scenarios.front());
    std::vector<std::string> ids;
    for (const ScenarioChange* scenario : scenarios) ids.push_back(scenario->id);
    item.subject = some_of(ids, phrases);
    item.clauses.clear();
    items.push_back(std::move(item));
  }
  return items;
}

std::vector<OutlineItem> items_of(const Comparison& comparison, Change change) {
  std::vector<OutlineItem> items;
  for (const ScenarioChange& scenario : comparison.scenarios)
    if (scenario.change == change) items.push_back(of_scenario(scenario));
  return items;
}

/// Readings that changed where nothing else did; reply codes have their own place.
std::vector<OutlineItem> readings(const Comparison& comparison, const ComparisonPhrases& phrases) {
  std::vector<OutlineItem> items;
  for (const ScenarioChange& scenario : comparison.scenarios) {
    if (scenario.change != Change::changed) continue;
    for (const ReadingChange& reading : scenario.readings) {
      items.push_back({.subject = reading.name,
                       .clauses = scenario.clauses,
                       .before = or_none(reading.before, phrases),
                       .after = or_none(reading.after, phrases),
                       .detail = scenario.id});
    }
  }
  return items;
}

std::vector<OutlineItem> steps(const Comparison& comparison, const ComparisonPhrases& phrases) {
  std::vector<OutlineItem> items;
  for (const StepChange& step : comparison.steps) {
    items.push_back({.subject = step.id,
                     .before = std::string(step.ok_before ? phrases.in_order : phrases.not_in_order),
                     .after = std::string(step.ok_after ? phrases.in_order : phrases.not_in_order),
                     .detail = step.message});
  }
  return items;
}

/// What `values` holds and `others` does not.
std::vector<std::string> only_in(const std::vector<std::string>& values,
                                 const std::vector<std::string>& others) {
  std::vector<std::string> only;
  std::copy_if(values.begin(), values.end(), std::back_inserter(only), [&others](const std::string& value) {
    return std::find(others.begin(), others.end(), value) == others.end();
  });
  return only;
}

/// Of a set only what came and what went, since the rest is the same.
OutlineItem of_trait(const TraitChange& trait, const ComparisonPhrases& phrases) {
  OutlineItem item{.subject = trait.service + " " + trait.name};
  if (std::max(trait.before.size(), trait.after.size()) <= 1) {
    item.before = or_none(joined(trait.before), phrases);
    item.after = or_none(joined(trait.after), phrases);
    return item;
  }
  const std::vector<std::string> went = only_in(trait.before, trait.after);
  const std::vector<std::string> came = only_in(trait.after, trait.before);
  if (!went.empty()) item.before = "− " + joined(went);
  if (!came.empty()) item.after = "+ " + joined(came);
  return item;
}

std::vector<OutlineItem> software(const Comparison& comparison, const ComparisonPhrases& phrases) {
  std::vector<OutlineItem> items;
  for (const TraitChange& trait : comparison.traits) items.push_back(of_trait(trait, phrases));
  if (const auto& services = comparison.services_not_compared; !services.empty())
    items.push_back({.subject = joined(services), .detail = std::string(phrases.not_compared)});
  return items;
}

std::vector<OutlineItem> replies(const Comparison& comparison, const ComparisonPhrases& phrases) {
  std::vector<OutlineItem> items;
  for (const ReplyGroup& group : reply_groups(comparison)) {
    items.push_back({.subject = group.change.service + " " + group.change.command,
                     .before = joined(group.change.before),
                     .after = joined(group.change.after),
                     .detail = some_of(group.scenarios, phrases)});
  }
  return items;
}

std::vector<OutlineItem> times(const Comparison& comparison) {
  std::vector<OutlineItem> items;
  for (const TimingChange& timing : comparison.timings) {
    items.push_back({.subject = timing.service + " " + timing.operation,
                     .before = duration_text(timing.before),
                     .after = duration_text(timing.after)});
  }
  return items;
}

std::vector<OutlineItem> terms(const Comparison& comparison, const ComparisonPhrases& phrases) {
  std::vector<OutlineItem> items;
  for (const TermChange& term : comparison.terms) {
    items.push_back({.subject = term.what,
                     .before = or_none(term.before, phrases),
                     .after = or_none(term.after, phrases)});
  }
  return items;
}

}  // namespace

std::vector<OutlineSection> outline(const Comparison& comparison, const ComparisonPhrases& phrases) {
  const auto of = [&](Change change, Weight weight) {
    return OutlineSection{to_key(change), phrases.heading(change), weight, count(comparison, change),
                          items_of(comparison, change)};
  };
  const auto of_many = [&](Change change) {
    return OutlineSection{to_key(change), phrases.heading(change), Weight::plain, count(comparison, change),
                          by_reason(comparison, change, phrases)};
  };
  const auto of_items = [](std::string_view key, std::string_view heading, Weight weight,
                           std::vector<OutlineItem> items) {
    const std::size_t how_many = items.size();
    return OutlineSection{key, heading, weight, how_many, std::move(items)};
  };
  std::vector<OutlineSection> sections{
      of_items("terms", phrases.terms, Weight::unsure, terms(comparison, phrases)),
      of_items("services", phrases.services, Weight::unsure, steps(comparison, phrases)),
      of(Change::new_failure, Weight::bad),
      of(Change::lost_sight, Weight::unsure),
      of(Change::newly_borne, Weight::unsure),
      of(Change::fixed, Weight::good),
      of_items("software", phrases.software, Weight::plain, software(comparison, phrases)),
      of_items("readings", phrases.readings, Weight::plain, readings(comparison, phrases)),
      of_items("replies", phrases.replies, Weight::plain, replies(comparison, phrases)),
      of_items("times", phrases.times, Weight::plain, times(comparison)),
      of(Change::still_failing, Weight::plain),
      of_many(Change::seen_again),
      of_many(Change::appeared),
      of_many(Change::not_run),
      of_many(Change::gone),
  };
  std::erase_if(sections, [](const OutlineSection& section) { return section.items.empty(); });
  return sections;
}

std::string outline_summary(const Comparison& comparison, const ComparisonPhrases& phrases) {
  if (comparison.judged_by_both == 0) return std::string(phrases.nothing_in_common);
  std::string summary;
  if (!differs(comparison)) summary = std::string(phrases.no_difference).append(phrases.stop);
  bool first = true;
  for (const Change change : all_changes) {
    const std::size_t how_many = count(comparison, change);
    if (how_many == 0) continue;
    summary += fmt::format("{}{}: {}", first ? "" : ", ", phrases.heading(change), how_many);
    first = false;
  }
  return summary;
}

}  // namespace reports
