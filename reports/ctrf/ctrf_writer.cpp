#include "reports/ctrf/ctrf_writer.h"

#include <array>
#include <map>
#include <string_view>

#include <nlohmann/json.hpp>

#include "reports/record/derive.h"
#include "reports/text/format.h"
#include "reports/text/safe_text.h"

namespace reports {
namespace {

using json = nlohmann::ordered_json;

constexpr std::size_t transcript_limit = 16'000;
constexpr std::size_t text_limit = 8'000;  ///< of what a target said, in one place
constexpr std::array statuses{"passed", "failed", "skipped", "pending", "other"};

std::string_view status_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::pass:
      return "passed";
    case Verdict::not_applicable:
    case Verdict::not_run:
    case Verdict::expected_failure:
      return "skipped";
    case Verdict::inconclusive:
      return "other";
    case Verdict::fail:
    case Verdict::unexpected_pass:
    case Verdict::error:
    case Verdict::none:
      break;
  }
  return "failed";
}

std::int64_t milliseconds(Moment moment) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(moment.time_since_epoch()).count();
}

std::int64_t milliseconds(Seconds duration) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(duration).count();
}

std::string line(std::string_view text) {
  return printable(shortened(text, text_limit), Lines::join);
}

/// What was required, and what came.
std::string trace_of(const ScenarioResult& scenario) {
  std::string trace;
  for (const Finding& finding : scenario.findings) {
    if (finding.passed) continue;
    trace += line(finding.clause) + ": " + line(finding.requirement) +
             "\n  Expected: " + line(finding.expected) + "\n  Actual:   " + line(finding.actual) + "\n";
    if (!finding.repeat.empty()) trace += "  Repeat:   " + line(finding.repeat) + "\n";
  }
  return trace + transcript_text(scenario.transcript, transcript_limit);
}

json test_of(const ScenarioResult& scenario) {
  const std::string_view status = status_of(scenario.verdict);
  json test{{"name", line(scenario.id)},
            {"status", status},
            {"duration", milliseconds(scenario.duration)},
            {"rawStatus", to_key(scenario.verdict)},
            {"suite", json::array({line(scenario.service)})},
            {"tags", scenario.clauses}};
  if (scenario.started_at != Moment{}) {
    test["start"] = milliseconds(scenario.started_at);
    test["stop"] = milliseconds(scenario.started_at) + milliseconds(scenario.duration);
  }
  const std::string& why = scenario.expectation.empty() ? scenario.message : scenario.expectation;
  if (!why.empty()) test["message"] = line(why);
  if (status == "failed" || status == "other") test["trace"] = trace_of(scenario);
  if (!scenario.source_file.empty()) {
    test["filePath"] = line(scenario.source_file);
    if (scenario.source_line > 0) test["line"] = scenario.source_line;
  }
  return test;
}

}  // namespace

std::string write_ctrf(const RunRecord& record) {
  json tests = json::array();
  std::map<std::string_view, std::size_t> counts;
  const std::vector<ScenarioResult> faults = harness_faults(record);
  for (const auto* group : {&record.scenarios, &faults}) {
    for (const ScenarioResult& scenario : *group) {
      ++counts[status_of(scenario.verdict)];
      tests.push_back(test_of(scenario));
    }
  }
  json summary{{"tests", tests.size()}};
  for (const std::string_view status : statuses) summary[std::string(status)] = counts[status];
  summary["start"] = milliseconds(record.started_at);
  summary["stop"] = milliseconds(record.ended_at);
  const json document{
      {"reportFormat", "CTRF"},
      {"specVersion", "0.0.0"},
      {"results",
       {{"tool", {{"name", line(record.tool.name)}, {"version", line(record.tool.version)}}},
        {"summary", summary},
        {"tests", tests},
        {"environment",
         {{"appName", line(record.target.name)},
          {"extra", {{"profile", line(record.target.profile)}, {"runId", line(record.run_id)}}}}}}}};
  return document.dump(1, ' ', false, json::error_handler_t::replace) + "\n";
}

}  // namespace reports
