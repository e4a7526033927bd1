#include <algorithm>
#include <set>
#include <stdexcept>

#include <nlohmann/json.hpp>

#include "reports/json/json_node.h"
#include "reports/json/json_record.h"

namespace reports {
namespace {

TranscriptEntry read_entry(const JsonNode& node) {
  return {node.member("at_seconds").seconds(), node.member("channel").text(),
          node.member("direction").direction(), node.member("text").text()};
}

Finding read_finding(const JsonNode& node) {
  Finding finding{node.member("clause").text(),    node.member("requirement").text(),
                  node.member("expected").text(),  node.member("actual").text(),
                  node.member("passed").boolean(), std::nullopt,
                  node.member("repeat").text()};
  const JsonNode entry = node.member("transcript_entry");
  if (!entry.is_null()) finding.transcript_entry = entry.count();
  return finding;
}

ScenarioResult read_scenario(const JsonNode& node) {
  ScenarioResult scenario;
  scenario.id = node.member("id").text();
  scenario.purpose = node.member("purpose").text();
  scenario.service = node.member("service").text();
  scenario.clauses = node.member("clauses").texts();
  scenario.tier = node.member("tier").text();
  scenario.consent = node.member("consent").text();
  scenario.source_file = node.member("source_file").text();
  scenario.source_line = node.member("source_line").number<int>();
  scenario.verdict = node.member("verdict").verdict();
  scenario.message = node.member("message").text();
  scenario.root_cause = node.member("root_cause").text();
  scenario.expectation = node.member("expectation").text();
  scenario.findings = node.member("findings").list(read_finding);
  scenario.readings = node.member("readings").list([](const JsonNode& reading) {
    return Reading{reading.member("name").text(), reading.member("value").text()};
  });
  scenario.transcript = node.member("transcript").list(read_entry);
  scenario.started_at = node.member("started_at").moment();
  scenario.duration = node.member("duration_seconds").seconds();
  scenario.worker = node.member("worker").number<int>();
  scenario.leftovers = node.member("leftovers").texts();
  scenario.repeat = node.member("repeat").text();
  return scenario;
}

InterconnectionStep read_step(const JsonNode& node) {
  InterconnectionStep step;
  step.id = node.member("id").text();
  step.purpose = node.member("purpose").text();
  step.ok = node.member("ok").boolean();
  step.tried = node.member("tried").boolean();
  step.message = node.member("message").text();
  step.duration = node.member("duration_seconds").seconds();
  step.transcript = node.member("transcript").list(read_entry);
  step.depends_on = node.member("depends_on").texts();
  return step;
}

ClauseResult read_clause(const JsonNode& node) {
  ClauseResult clause;
  clause.id = node.member("id").text();
  clause.service = node.member("service").text();
  clause.promise_en = node.member("promise_en").text();
  clause.promise_ja = node.member("promise_ja").text();
  clause.section = node.member("section").text();
  clause.observability = node.member("observability").text();
  clause.covered = node.member("covered").boolean();
  clause.verdict = node.member("verdict").verdict();
  clause.scenarios = node.member("scenarios").texts();
  return clause;
}

TargetInfo read_target(const JsonNode& node) {
  return {node.member("name").text(), node.member("description").text(), node.member("profile").text(),
          node.member("plan").text(), node.member("addresses").text_map()};
}

RunOptions read_options(const JsonNode& node) {
  RunOptions options;
  options.select = node.member("select").texts();
  options.tier = node.member("tier").text();
  options.consent = node.member("consent").text();
  options.jobs = node.member("jobs").number<unsigned>();
  options.shard = node.member("shard").text();
  options.expectations = node.member("expectations").text();
  options.baseline = node.member("baseline").text();
  options.others = node.member("others").text_map();
  return options;
}

SecretsCheck read_secrets_check(const JsonNode& node) {
  return {node.member("checked").boolean(), node.member("leaks").list([](const JsonNode& leak) {
            return SecretLeak{leak.member("secret").text(), leak.member("file").text(),
                              leak.member("form").text()};
          })};
}

std::map<Verdict, std::size_t> read_totals(const JsonNode& node) {
  std::map<Verdict, std::size_t> totals;
  node.each_member([&totals](const std::string& key, const JsonNode& count) {
    const std::optional<Verdict> verdict = parse_verdict(key);
    if (!verdict) count.fail("is not a verdict");
    totals[*verdict] = count.count();
  });
  return totals;
}

void refuse_doubles(const JsonNode& node, const std::vector<ScenarioResult>& scenarios) {
  std::set<std::string_view> seen;
  for (const ScenarioResult& scenario : scenarios)
    if (!seen.insert(scenario.id).second)
      node.fail("holds " + printable(scenario.id, Lines::join) + " twice");
}

ScenarioReplies read_replies(const JsonNode& node) {
  return {node.member("scenario").text(), node.member("service").text(), node.member("command").text(),
          node.member("codes").texts()};
}

RunRecord read_record(const JsonNode& node) {
  RunRecord record;
  record.version = node.member("schema_version").number<int>();
  if (record.version != schema_version) {
    node.member("schema_version")
        .fail("is " + std::to_string(record.version) + ", this program reads version " +
              std::to_string(schema_version));
  }
  record.tool = {node.member("tool").member("name").text(), node.member("tool").member("version").text()};
  record.run_id = node.member("run_id").text();
  record.target = read_target(node.member("target"));
  record.options = read_options(node.member("options"));
  record.started_at = node.member("started_at").moment();
  record.ended_at = node.member("ended_at").moment();
  record.interrupted = node.member("interrupted").boolean();
  record.totals = read_totals(node.member("totals"));
  record.root_causes = node.member("root_causes").list([](const JsonNode& cause) {
    return RootCause{cause.member("id").text(), cause.member("message").text(),
                     cause.member("scenarios_affected").count()};
  });
  record.interconnection = node.member("interconnection").list(read_step);
  record.scenarios = node.member("scenarios").list(read_scenario);
  record.clauses = node.member("clauses").list(read_clause);
  record.stale_expectations = node.member("stale_expectations").texts();
  record.secrets_check = read_secrets_check(node.member("secrets_check"));
  record.errors = node.member("errors").texts();
  // Files of before there were any have none.
  if (const auto fingerprint = node.optional_member("fingerprint"))
    record.fingerprint = read_fingerprint(*fingerprint);
  if (const auto comparison = node.optional_member("comparison"))
    record.comparison = read_comparison(*comparison);
  if (const auto replies = node.optional_member("replies")) record.replies = replies->list(read_replies);
  std::stable_sort(record.replies.begin(), record.replies.end(),
                   [](const ScenarioReplies& left, const ScenarioReplies& right) {
                     return left.scenario < right.scenario;
                   });
  refuse_doubles(node.member("scenarios"), record.scenarios);
  return record;
}

/// A record is not deeper than this; a text of nothing but brackets would take all memory.
bool refuse_depth(int depth, nlohmann::json::parse_event_t /*event*/, nlohmann::json& /*parsed*/) {
  constexpr int deepest = 32;
  if (depth > deepest) throw std::runtime_error("the record is nested too deeply");
  return true;
}

/// "[json.exception.parse_error.101] parse error at line 1, …" without the library's own number.
std::string_view without_prefix(std::string_view message) {
  const std::size_t end = message.find("] ");
  return end == std::string_view::npos ? message : message.substr(end + 2);
}

}  // namespace

std::variant<RunRecord, ReadFailure> read_json(std::string_view text) {
  try {
    const nlohmann::json json = nlohmann::json::parse(text, refuse_depth);
    return read_record(JsonNode{json, ""});
  } catch (const nlohmann::json::exception& failure) {
    return ReadFailure{"not JSON: " + printable(without_prefix(failure.what()), Lines::join)};
  } catch (const std::runtime_error& failure) {
    return ReadFailure{failure.what()};
  }
}

}  // namespace reports
