#include <nlohmann/json.hpp>

#include "reports/fleet/fleet_text.h"
#include "reports/fleet/fleet_writers.h"
#include "reports/json/json_node.h"
#include "reports/json/json_parts.h"
#include "reports/record/derive.h"

namespace reports {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t most_failures = 200;

Json ids_of(const std::vector<const ClauseResult*>& clauses) {
  return array_of(clauses, [](const ClauseResult* clause) { return clause->id; });
}

Json failures_json(const RunRecord& run) {
  Json failures = Json::array();
  for (const ScenarioResult& scenario : run.scenarios) {
    if (!is_bad(scenario.verdict) && scenario.verdict != Verdict::none) continue;
    if (failures.size() == most_failures) break;
    failures.push_back({{"scenario", scenario.id},
                        {"clauses", scenario.clauses},
                        {"verdict", to_key(scenario.verdict)},
                        {"message", scenario.message}});
  }
  return failures;
}

Json changes_json(const std::optional<Comparison>& comparison) {
  if (!comparison) return nullptr;
  Json changes = Json::object();
  for (const Change change : all_changes) changes[std::string(to_key(change))] = count(*comparison, change);
  // Those without any change are not listed in it.
  changes[std::string(to_key(Change::same))] = comparison->same;
  return changes;
}

Json totals_json(const RunRecord& run) {
  Json totals = Json::object();
  for (const auto& [verdict, number] : count_verdicts(run.scenarios))
    totals[std::string(to_key(verdict))] = number;
  return totals;
}

Json run_json(const RunRecord& run, const std::vector<std::string>& services) {
  return {{"run_id", run.run_id},
          {"name", run.target.name},
          {"description", run.target.description},
          {"profile", run.target.profile},
          {"started_at", moment_text(run.started_at)},
          {"ended_at", moment_text(run.ended_at)},
          {"totals", totals_json(run)},
          {"broken_clauses", ids_of(broken_clauses(run))},
          {"failures", failures_json(run)},
          {"root_causes", array_of(run.root_causes,
                                   [](const RootCause& cause) {
                                     return Json{{"id", cause.id},
                                                 {"message", cause.message},
                                                 {"scenarios_affected", cause.scenarios_affected}};
                                   })},
          {"changes", changes_json(run.comparison)},
          {"chapters", array_of(services, [&run](const std::string& service) {
             const ChapterState state = chapter_of(run, service);
             return Json{{"service", service},
                         {"verdict", to_key(state.verdict)},
                         {"kept", state.kept},
                         {"broken", state.broken},
                         {"judged", state.judged}};
           })}};
}

Json shared_json(const SharedFailure& shared) {
  return {{"hosts", shared.hosts},
          {"scenarios", shared.scenarios},
          {"root_causes", shared.causes},
          {"clauses", shared.clauses},
          {"message", shared.message},
          {"theirs_alone", array_of(shared.theirs_alone, [](const auto& property) {
             return Json{{"name", property.first}, {"value", property.second}};
           })}};
}

}  // namespace

std::string write_fleet_json(const FleetRecord& fleet) {
  const std::vector<std::string> services = chapters(fleet);
  Json totals = Json::object();
  for (const HostState state : all_host_states) totals[std::string(to_key(state))] = count(fleet, state);
  Json options = Json::object();
  for (const auto& [name, value] : fleet.options) options[name] = value;
  const Json json{
      {"fleet_schema_version", fleet_schema_version},
      {"tool", Json{{"name", fleet.tool.name}, {"version", fleet.tool.version}}},
      {"started_at", moment_text(fleet.started_at)},
      {"ended_at", moment_text(fleet.ended_at)},
      {"interrupted", fleet.interrupted},
      {"shard", fleet.shard},
      {"all_hosts", fleet.all_hosts},
      {"options", options},
      {"exit_code", fleet.exit_code},
      {"totals", totals},
      {"hosts", array_of(fleet.hosts,
                         [&services](const FleetHost& host) {
                           return Json{{"key", host.key},
                                       {"target_file", host.target_file},
                                       {"state", to_key(state_of(host))},
                                       {"exit_code", host.exit_code},
                                       {"problem", host.problem},
                                       {"run", host.run ? run_json(*host.run, services) : Json(nullptr)}};
                         })},
      {"shared_failures", array_of(shared_failures(fleet), shared_json)},
  };
  return text_of(json);
}

namespace {

FleetRecord read_fleet(const JsonNode& node) {
  FleetRecord fleet;
  const int version = node.member("fleet_schema_version").number<int>();
  if (version != fleet_schema_version)
    node.member("fleet_schema_version")
        .fail("is " + std::to_string(version) + ", this program reads version " +
              std::to_string(fleet_schema_version));
  fleet.tool = {node.member("tool").member("name").text(), node.member("tool").member("version").text()};
  fleet.started_at = node.member("started_at").moment();
  fleet.ended_at = node.member("ended_at").moment();
  fleet.interrupted = node.member("interrupted").boolean();
  fleet.shard = node.member("shard").text();
  fleet.all_hosts = node.member("all_hosts").texts();
  fleet.options = node.member("options").text_map();
  fleet.exit_code = node.member("exit_code").number<int>();
  fleet.hosts = node.member("hosts").list([](const JsonNode& host) {
    FleetHost read;
    read.key = host.member("key").text();
    read.target_file = host.member("target_file").text();
    read.exit_code = host.member("exit_code").number<int>();
    read.problem = host.member("problem").text();
    // It stands for what is in the host's own folder.
    if (host.optional_member("run")) read.run.emplace();
    return read;
  });
  return fleet;
}

bool refuse_depth(int depth, nlohmann::json::parse_event_t /*event*/, nlohmann::json& /*parsed*/) {
  constexpr int deepest = 32;
  if (depth > deepest) throw std::runtime_error("the record is nested too deeply");
  return true;
}

}  // namespace

std::variant<FleetRecord, ReadFailure> read_fleet_json(std::string_view text) {
  try {
    const nlohmann::json json = nlohmann::json::parse(text, refuse_depth);
    return read_fleet(JsonNode{json, ""});
  } catch (const nlohmann::json::exception& failure) {
    return ReadFailure{"not JSON: " + printable(failure.what(), Lines::join)};
  } catch (const std::runtime_error& failure) {
    return ReadFailure{failure.what()};
  }
}

}  // namespace reports
