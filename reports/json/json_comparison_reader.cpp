#include "reports/json/json_node.h"

namespace reports {
namespace {

ComparedRun read_run(const JsonNode& node) {
  return {node.member("file").text(), node.member("run_id").text(), node.member("target").text(),
          node.member("started_at").moment()};
}

ReadingChange read_reading(const JsonNode& node) {
  return {node.member("name").text(), node.member("before").text(), node.member("after").text()};
}

ReplyChange read_reply(const JsonNode& node) {
  return {node.member("service").text(), node.member("command").text(), node.member("before").texts(),
          node.member("after").texts()};
}

ScenarioChange read_scenario(const JsonNode& node) {
  ScenarioChange scenario;
  scenario.id = node.member("id").text();
  scenario.clauses = node.member("clauses").texts();
  scenario.change = node.member("change").change();
  scenario.before = node.member("before").verdict();
  scenario.after = node.member("after").verdict();
  scenario.message_before = node.member("message_before").text();
  scenario.message_after = node.member("message_after").text();
  scenario.readings = node.member("readings").list(read_reading);
  scenario.replies = node.member("replies").list(read_reply);
  return scenario;
}

TraitChange read_trait(const JsonNode& node) {
  return {node.member("service").text(), node.member("name").text(), node.member("before").texts(),
          node.member("after").texts()};
}

}  // namespace

Fingerprint read_fingerprint(const JsonNode& node) {
  Fingerprint fingerprint;
  fingerprint.services = node.member("services").texts();
  fingerprint.traits = node.member("traits").list([](const JsonNode& trait) {
    return Trait{trait.member("service").text(), trait.member("name").text(), trait.member("values").texts()};
  });
  fingerprint.timings = node.member("timings").list([](const JsonNode& timing) {
    return Timing{timing.member("service").text(), timing.member("operation").text(),
                  timing.member("median_seconds").seconds(), timing.member("samples").count()};
  });
  return fingerprint;
}

Comparison read_comparison(const JsonNode& node) {
  Comparison comparison;
  comparison.before = read_run(node.member("before"));
  comparison.after = read_run(node.member("after"));
  comparison.terms = node.member("terms").list([](const JsonNode& term) {
    return TermChange{term.member("what").text(), term.member("before").text(), term.member("after").text()};
  });
  comparison.steps = node.member("steps").list([](const JsonNode& step) {
    return StepChange{step.member("id").text(), step.member("ok_before").boolean(),
                      step.member("ok_after").boolean(), step.member("message").text()};
  });
  comparison.scenarios = node.member("scenarios").list(read_scenario);
  comparison.traits = node.member("traits").list(read_trait);
  comparison.timings = node.member("timings").list([](const JsonNode& timing) {
    return TimingChange{timing.member("service").text(), timing.member("operation").text(),
                        timing.member("before_seconds").seconds(), timing.member("after_seconds").seconds()};
  });
  comparison.services_not_compared = node.member("services_not_compared").texts();
  comparison.judged_by_both = node.member("judged_by_both").count();
  comparison.same = node.member("totals").member("same").count();
  return comparison;
}

}  // namespace reports
