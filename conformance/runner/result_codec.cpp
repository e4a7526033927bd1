#include "runner/result_codec.h"

#include <sstream>

#include <nlohmann/json.hpp>

#include "runner/json_text.h"

namespace cts {
namespace {

using nlohmann::json;
using reports::Direction;
using reports::ScenarioResult;
using reports::Seconds;

json json_of_texts(const std::vector<std::string>& texts) {
  json list = json::array();
  for (const std::string& text : texts) list.push_back(json_of_text(text));
  return list;
}

std::vector<std::string> texts_of_json(const json& list) {
  std::vector<std::string> texts;
  for (const json& text : list) texts.push_back(text_of_json(text));
  return texts;
}

json json_of(const reports::Finding& finding) {
  json value{{"clause", json_of_text(finding.clause)},
             {"requirement", json_of_text(finding.requirement)},
             {"expected", json_of_text(finding.expected)},
             {"actual", json_of_text(finding.actual)},
             {"passed", finding.passed},
             {"repeat", json_of_text(finding.repeat)}};
  if (finding.transcript_entry) value["entry"] = *finding.transcript_entry;
  return value;
}

reports::Finding finding_of(const json& value) {
  reports::Finding finding{.clause = text_of_json(value.at("clause")),
                           .requirement = text_of_json(value.at("requirement")),
                           .expected = text_of_json(value.at("expected")),
                           .actual = text_of_json(value.at("actual")),
                           .passed = value.at("passed").get<bool>(),
                           .repeat = text_of_json(value.at("repeat"))};
  if (value.contains("entry")) finding.transcript_entry = value.at("entry").get<std::size_t>();
  return finding;
}

json json_of(const reports::TranscriptEntry& entry) {
  return {{"at", entry.at.count()},
          {"channel", json_of_text(entry.channel)},
          {"direction", static_cast<int>(entry.direction)},
          {"text", json_of_text(entry.text)}};
}

reports::TranscriptEntry entry_of(const json& value) {
  const int direction = value.at("direction").get<int>();
  return {.at = Seconds(value.at("at").get<double>()),
          .channel = text_of_json(value.at("channel")),
          .direction = direction == static_cast<int>(Direction::sent)       ? Direction::sent
                       : direction == static_cast<int>(Direction::received) ? Direction::received
                                                                            : Direction::note,
          .text = text_of_json(value.at("text"))};
}

json json_of(const ScenarioResult& result) {
  json value{{"id", json_of_text(result.id)},
             {"purpose", json_of_text(result.purpose)},
             {"service", json_of_text(result.service)},
             {"clauses", json_of_texts(result.clauses)},
             {"tier", json_of_text(result.tier)},
             {"consent", json_of_text(result.consent)},
             {"source_file", json_of_text(result.source_file)},
             {"source_line", result.source_line},
             {"verdict", reports::to_key(result.verdict)},
             {"message", json_of_text(result.message)},
             {"root_cause", json_of_text(result.root_cause)},
             {"started_at", result.started_at.time_since_epoch().count()},
             {"duration", result.duration.count()},
             {"leftovers", json_of_texts(result.leftovers)},
             {"repeat", json_of_text(result.repeat)}};
  value["findings"] = json::array();
  for (const auto& finding : result.findings) value["findings"].push_back(json_of(finding));
  value["readings"] = json::array();
  for (const auto& reading : result.readings)
    value["readings"].push_back({json_of_text(reading.name), json_of_text(reading.value)});
  value["transcript"] = json::array();
  for (const auto& entry : result.transcript) value["transcript"].push_back(json_of(entry));
  return value;
}

ScenarioResult result_of(const json& value) {
  ScenarioResult result;
  result.id = text_of_json(value.at("id"));
  result.purpose = text_of_json(value.at("purpose"));
  result.service = text_of_json(value.at("service"));
  result.clauses = texts_of_json(value.at("clauses"));
  result.tier = text_of_json(value.at("tier"));
  result.consent = text_of_json(value.at("consent"));
  result.source_file = text_of_json(value.at("source_file"));
  result.source_line = value.at("source_line").get<int>();
  result.verdict =
      reports::parse_verdict(value.at("verdict").get<std::string>()).value_or(reports::Verdict::error);
  result.message = text_of_json(value.at("message"));
  result.root_cause = text_of_json(value.at("root_cause"));
  result.started_at = reports::Moment(reports::Moment::duration(value.at("started_at").get<std::int64_t>()));
  result.duration = Seconds(value.at("duration").get<double>());
  result.leftovers = texts_of_json(value.at("leftovers"));
  result.repeat = text_of_json(value.at("repeat"));
  for (const json& finding : value.at("findings")) result.findings.push_back(finding_of(finding));
  for (const json& reading : value.at("readings"))
    result.readings.push_back({text_of_json(reading.at(0)), text_of_json(reading.at(1))});
  for (const json& entry : value.at("transcript")) result.transcript.push_back(entry_of(entry));
  return result;
}

}  // namespace

std::string job_line(const Job& job) {
  std::string line = job.scenario + " " + job.run_id;
  for (const std::size_t number : job.mail_accounts) line += " " + std::to_string(number);
  return line;
}

Job read_job(std::string_view line) {
  std::istringstream words{std::string(line)};
  Job job;
  words >> job.scenario >> job.run_id;
  for (std::size_t number = 0; words >> number;) job.mail_accounts.push_back(number);
  return job;
}

std::string encode(const WorkerEvent& event) {
  if (event.kind == WorkerEvent::Kind::started) return json{{"started", json_of_text(event.id)}}.dump();
  return json{{"finished", json_of(event.result)}}.dump();
}

std::optional<WorkerEvent> decode(std::string_view line) {
  try {
    const json value = json::parse(line);
    if (value.contains("started"))
      return WorkerEvent{WorkerEvent::Kind::started, text_of_json(value.at("started")), {}};
    if (!value.contains("finished")) return std::nullopt;
    ScenarioResult result = result_of(value.at("finished"));
    std::string id = result.id;
    return WorkerEvent{WorkerEvent::Kind::finished, std::move(id), std::move(result)};
  } catch (const json::exception&) {
    return std::nullopt;
  }
}

}  // namespace cts
