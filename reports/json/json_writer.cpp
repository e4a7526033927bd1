#include <nlohmann/json.hpp>

#include "reports/json/bounded.h"
#include "reports/json/json_parts.h"
#include "reports/json/json_record.h"
#include "reports/json/json_words.h"
#include "reports/text/format.h"

namespace reports {
namespace {

using Json = nlohmann::ordered_json;

Json from_map(const std::map<std::string, std::string>& values) {
  Json object = Json::object();
  for (const auto& [name, value] : values) object[name] = value;
  return object;
}

Json from(const TranscriptEntry& entry) {
  return {{"at_seconds", number_of(entry.at)},
          {"channel", entry.channel},
          {"direction", direction_word(entry.direction)},
          {"text", entry.text}};
}

Json transcript(const std::vector<TranscriptEntry>& entries) {
  return array_of(entries, [](const TranscriptEntry& entry) { return from(entry); });
}

Json from(const Finding& finding) {
  Json json{{"clause", finding.clause}, {"requirement", finding.requirement}, {"expected", finding.expected},
            {"actual", finding.actual}, {"passed", finding.passed},           {"transcript_entry", nullptr},
            {"repeat", finding.repeat}};
  if (finding.transcript_entry) json["transcript_entry"] = *finding.transcript_entry;
  return json;
}

Json from(const ScenarioResult& scenario) {
  return {{"id", scenario.id},
          {"purpose", scenario.purpose},
          {"service", scenario.service},
          {"clauses", scenario.clauses},
          {"tier", scenario.tier},
          {"consent", scenario.consent},
          {"source_file", scenario.source_file},
          {"source_line", scenario.source_line},
          {"verdict", to_key(scenario.verdict)},
          {"message", scenario.message},
          {"root_cause", scenario.root_cause},
          {"expectation", scenario.expectation},
          {"findings", array_of(scenario.findings, [](const Finding& finding) { return from(finding); })},
          {"readings", array_of(scenario.readings,
                                [](const Reading& reading) {
                                  return Json{{"name", reading.name}, {"value", reading.value}};
                                })},
          {"transcript", transcript(scenario.transcript)},
          {"started_at", moment_text(scenario.started_at)},
          {"duration_seconds", number_of(scenario.duration)},
          {"worker", scenario.worker},
          {"leftovers", scenario.leftovers},
          {"repeat", scenario.repeat}};
}

Json from(const InterconnectionStep& step) {
  return {{"id", step.id},
          {"purpose", step.purpose},
          {"ok", step.ok},
          {"tried", step.tried},
          {"message", step.message},
          {"duration_seconds", number_of(step.duration)},
          {"transcript", transcript(step.transcript)},
          {"depends_on", step.depends_on}};
}

Json from(const ClauseResult& clause) {
  return {{"id", clause.id},
          {"service", clause.service},
          {"promise_en", clause.promise_en},
          {"promise_ja", clause.promise_ja},
          {"section", clause.section},
          {"observability", clause.observability},
          {"covered", clause.covered},
          {"verdict", to_key(clause.verdict)},
          {"scenarios", clause.scenarios}};
}

Json from(const TargetInfo& target) {
  return {{"name", target.name},
          {"description", target.description},
          {"profile", target.profile},
          {"plan", target.plan},
          {"addresses", from_map(target.addresses)}};
}

Json from(const RunOptions& options) {
  return {{"select", options.select},     {"tier", options.tier},
          {"consent", options.consent},   {"jobs", options.jobs},
          {"shard", options.shard},       {"expectations", options.expectations},
          {"baseline", options.baseline}, {"others", from_map(options.others)}};
}

Json from(const RootCause& cause) {
  return {{"id", cause.id}, {"message", cause.message}, {"scenarios_affected", cause.scenarios_affected}};
}

Json from(const SecretsCheck& check) {
  return {{"checked", check.checked},
          {"leaks", array_of(check.leaks, [](const SecretLeak& leak) {
             return Json{{"secret", leak.secret}, {"file", leak.file}, {"form", leak.form}};
           })}};
}

Json from(const ScenarioReplies& replies) {
  return {{"scenario", replies.scenario},
          {"service", replies.service},
          {"command", replies.command},
          {"codes", replies.codes}};
}

Json totals(const std::map<Verdict, std::size_t>& counts) {
  Json object = Json::object();
  for (const Verdict verdict : all_verdicts) {
    const auto found = counts.find(verdict);
    object[std::string(to_key(verdict))] = found == counts.end() ? 0 : found->second;
  }
  return object;
}

}  // namespace

std::string write_json(const RunRecord& record) {
  const auto convert = [](const auto& value) {
    return from(value);
  };
  const auto convert_bounded = [limits = bounds_for(record)](const auto& value) {
    return from(bounded(value, limits));
  };
  const Json json{
      {"schema_version", record.version},
      {"tool", Json{{"name", record.tool.name}, {"version", record.tool.version}}},
      {"run_id", record.run_id},
      {"target", from(record.target)},
      {"options", from(record.options)},
      {"started_at", moment_text(record.started_at)},
      {"ended_at", moment_text(record.ended_at)},
      {"interrupted", record.interrupted},
      {"totals", totals(record.totals)},
      {"root_causes", array_of(record.root_causes, convert)},
      {"interconnection", array_of(record.interconnection, convert_bounded)},
      {"scenarios", array_of(record.scenarios, convert_bounded)},
      {"clauses", array_of(record.clauses, convert)},
      {"stale_expectations", record.stale_expectations},
      {"secrets_check", from(record.secrets_check)},
      {"errors", record.errors},
      {"fingerprint", json_of(record.fingerprint)},
      {"comparison", record.comparison ? json_of(*record.comparison) : Json(nullptr)},
      {"replies", array_of(record.replies, convert)},
  };
  return text_of(json);
}

}  // namespace reports
