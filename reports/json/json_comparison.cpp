#include <cmath>

#include "reports/json/json_parts.h"
#include "reports/json/json_record.h"
#include "reports/text/format.h"

namespace reports {
namespace {

using Json = nlohmann::ordered_json;

Json from(const ComparedRun& run) {
  return {{"file", run.file},
          {"run_id", run.run_id},
          {"target", run.target},
          {"started_at", moment_text(run.started_at)}};
}

Json from(const TermChange& term) {
  return {{"what", term.what}, {"before", term.before}, {"after", term.after}};
}

Json from(const StepChange& step) {
  return {
      {"id", step.id}, {"ok_before", step.ok_before}, {"ok_after", step.ok_after}, {"message", step.message}};
}

Json from(const ReadingChange& reading) {
  return {{"name", reading.name}, {"before", reading.before}, {"after", reading.after}};
}

Json from(const ReplyChange& reply) {
  return {{"service", reply.service},
          {"command", reply.command},
          {"before", reply.before},
          {"after", reply.after}};
}

Json from(const ScenarioChange& scenario) {
  const auto convert = [](const auto& value) {
    return from(value);
  };
  return {{"id", scenario.id},
          {"clauses", scenario.clauses},
          {"change", to_key(scenario.change)},
          {"before", to_key(scenario.before)},
          {"after", to_key(scenario.after)},
          {"message_before", scenario.message_before},
          {"message_after", scenario.message_after},
          {"readings", array_of(scenario.readings, convert)},
          {"replies", array_of(scenario.replies, convert)}};
}

Json from(const TraitChange& trait) {
  return {{"service", trait.service}, {"name", trait.name}, {"before", trait.before}, {"after", trait.after}};
}

Json from(const TimingChange& timing) {
  return {{"service", timing.service},
          {"operation", timing.operation},
          {"before_seconds", number_of(timing.before)},
          {"after_seconds", number_of(timing.after)}};
}

Json totals_of(const Comparison& comparison) {
  Json totals = Json::object();
  for (const Change change : all_changes) totals[std::string(to_key(change))] = count(comparison, change);
  return totals;
}

}  // namespace

double number_of(Seconds duration) {
  constexpr double per_second = 1e6;
  const double seconds = duration.count();
  return std::isfinite(seconds) ? std::round(seconds * per_second) / per_second : 0.0;
}

Json json_of(const Fingerprint& fingerprint) {
  return {{"services", fingerprint.services},
          {"traits",
           array_of(fingerprint.traits,
                    [](const Trait& trait) {
                      return Json{{"service", trait.service}, {"name", trait.name}, {"values", trait.values}};
                    })},
          {"timings", array_of(fingerprint.timings, [](const Timing& timing) {
             return Json{{"service", timing.service},
                         {"operation", timing.operation},
                         {"median_seconds", number_of(timing.median)},
                         {"samples", timing.samples}};
           })}};
}

Json json_of(const Comparison& comparison) {
  const auto convert = [](const auto& value) {
    return from(value);
  };
  return {{"before", from(comparison.before)},
          {"after", from(comparison.after)},
          {"totals", totals_of(comparison)},
          {"judged_by_both", comparison.judged_by_both},
          {"terms", array_of(comparison.terms, convert)},
          {"steps", array_of(comparison.steps, convert)},
          {"scenarios", array_of(comparison.scenarios, convert)},
          {"traits", array_of(comparison.traits, convert)},
          {"timings", array_of(comparison.timings, convert)},
          {"services_not_compared", comparison.services_not_compared}};
}

std::string text_of(const Json& json) {
  constexpr int indentation = 1;
  return json.dump(indentation, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string write_json(const Comparison& comparison) {
  return text_of(json_of(comparison));
}

}  // namespace reports
