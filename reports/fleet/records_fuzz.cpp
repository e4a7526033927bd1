#include <algorithm>
#include <variant>

#include "fuzzing/dice.h"
#include "reports/fleet/reports_fuzz.h"
#include "reports/json/json_record.h"
#include "reports/record/derive.h"

namespace reports {
namespace {

constexpr std::size_t most_scenarios = 6;

}  // namespace

RunRecord record_saying(std::string_view text) {
  fuzzing::Dice dice(text);
  const auto lines = fuzzing::lines_of(text);
  const auto line = [&lines, &dice] {
    return lines.empty() ? std::string() : std::string(lines[dice.roll(lines.size())]);
  };
  const auto seconds = [&dice] {
    return Seconds(static_cast<double>(dice.roll(std::size_t{100'000})) / 1000);
  };
  RunRecord record;
  record.tool.version = line();
  record.run_id = line();
  record.target = {line(), line(), line(), line(), {{"ftp", line()}, {line(), line()}}};
  record.options = {.select = {line()},
                    .tier = line(),
                    .consent = line(),
                    .expectations = line(),
                    .baseline = line(),
                    .others = {{line(), line()}}};
  record.started_at = Moment(std::chrono::seconds(1'789'000'000));
  record.ended_at = record.started_at + std::chrono::milliseconds(dice.roll(std::size_t{10'000'000}));
  record.interconnection.push_back(
      {.id = "ftp.login",
       .purpose = line(),
       .ok = dice.roll(2) == 0,
       .message = line(),
       .duration = seconds(),
       .transcript = {{seconds(), line(), Direction::received, std::string(text)}}});
  const std::size_t count = 1 + dice.roll(most_scenarios);
  for (std::size_t i = 0; i < count; ++i) {
    ScenarioResult result;
    result.id = "web.scenario" + std::to_string(i);
    result.purpose = line();
    result.service = i % 2 == 0 ? "web" : line();
    result.clauses = {"WEB-" + std::to_string(i), line()};
    result.tier = line();
    result.consent = line();
    result.source_file = line();
    result.source_line = 7;
    result.verdict = all_verdicts[dice.roll(all_verdicts.size())];
    result.message = line();
    result.root_cause = dice.roll(2) == 0 ? "ftp.login" : line();
    result.expectation = line();
    result.findings = {{.clause = "WEB-" + std::to_string(i),
                        .requirement = line(),
                        .expected = line(),
                        .actual = std::string(text),
                        .passed = dice.roll(2) == 0,
                        .transcript_entry = dice.roll(3),
                        .repeat = line()}};
    result.readings = {{line(), line()}};
    result.transcript = {{seconds(), "ftp#1", Direction::sent, line()},
                         {seconds(), "ftp#1", Direction::received, line()},
                         {seconds(), line(), Direction::note, std::string(text)}};
    result.started_at = record.started_at + std::chrono::milliseconds(i);
    result.duration = seconds();
    result.leftovers = {line()};
    result.repeat = line();
    record.scenarios.push_back(std::move(result));
    record.clauses.push_back({.id = "WEB-" + std::to_string(i),
                              .service = "web",
                              .promise_en = line(),
                              .promise_ja = line(),
                              .section = line(),
                              .observability = line()});
  }
  record.stale_expectations = {line()};
  record.secrets_check = {dice.roll(2) == 0, {}};
  if (dice.roll(4) == 0) record.errors = {line()};
  record.fingerprint.services = {"ftp"};
  record.fingerprint.traits = {{"ftp", "greeting", {line()}}, {"ftp", line(), {}}};
  record.fingerprint.timings = {{"ftp", line(), seconds(), 7}};
  record.replies = {{"web.scenario0", "ftp", line(), {line()}}};
  complete_record(record);
  return record;
}

RunRecord record_of(std::string_view text) {
  auto read = read_json(text);
  if (auto* const record = std::get_if<RunRecord>(&read)) return std::move(*record);
  return record_saying(text);
}

std::string without_code(std::string_view markdown) {
  std::string out;
  for (const auto line : fuzzing::lines_of(markdown)) {
    const auto run_at = [line](std::size_t at) {
      return std::min(line.find_first_not_of('`', at), line.size()) - at;
    };
    for (std::size_t at = 0; at < line.size();) {
      if (line[at] == '\\') {
        out += line.substr(at, 2);
        at += 2;
        continue;
      }
      const auto run = run_at(at);
      auto end = run == 0 ? std::string_view::npos : line.find('`', at + run);
      while (end != std::string_view::npos && run_at(end) != run) end = line.find('`', end + run_at(end));
      if (end != std::string_view::npos) {
        at = end + run;
      } else {
        out += line.substr(at, std::max<std::size_t>(run, 1));
        at += std::max<std::size_t>(run, 1);
      }
    }
    out += '\n';
  }
  return out;
}

}  // namespace reports
