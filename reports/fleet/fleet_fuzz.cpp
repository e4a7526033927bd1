#include <algorithm>
#include <array>
#include <variant>

#include "fuzzing/dice.h"
#include "fuzzing/target.h"
#include "reports/compare/compare.h"
#include "reports/compare/exchanges.h"
#include "reports/compare/same_reading.h"
#include "reports/console/console_comparison.h"
#include "reports/fleet/fleet_files.h"
#include "reports/fleet/fleet_text.h"
#include "reports/fleet/fleet_writers.h"
#include "reports/fleet/reports_fuzz.h"
#include "reports/html/html_writer.h"
#include "reports/json/json_record.h"
#include "reports/markdown/markdown_writer.h"
#include "reports/merge/merge.h"
#include "reports/record/derive.h"
#include "reports/record/glob.h"
#include "reports/record/shard.h"
#include "reports/record/stable_text.h"
#include "reports/text/safe_text.h"

namespace reports {
namespace {

using fuzzing::require;
using fuzzing::require_same;

void require_text(std::string_view report) {
  require_same(valid_utf8(report), report, "a report is UTF-8");
  require(report.find('\x1b') == std::string_view::npos, "what a target says steers no terminal", report);
}

void require_document(std::string_view report) {
  require_text(report);
  require(report.find("<x-") == std::string_view::npos, "what a target says is no markup", report);
}

void require_nothing_new(const RunRecord& record) {
  const auto with_itself = compare(record, record);
  for (const auto change : {Change::new_failure, Change::fixed, Change::lost_sight, Change::appeared,
                            Change::gone, Change::changed, Change::seen_again, Change::not_run})
    require(count(with_itself, change) == 0, "a run has not changed since itself", to_key(change));
  require(with_itself.terms.empty() && with_itself.steps.empty() && with_itself.traits.empty() &&
              with_itself.timings.empty(),
          "a run is as it was itself");
}

/// Both halves of what is fed, as the run before and the run after.
void check_compare(std::string_view text) {
  const auto before = record_of(text.substr(0, text.size() / 2));
  auto after = record_of(text.substr(text.size() / 2));
  require_nothing_new(before);
  const auto comparison = compare(before, after, "before.json", "after.json");
  std::size_t changes = 0;
  for (const auto change : all_changes) changes += count(comparison, change);
  require(changes >= comparison.scenarios.size(), "every change is counted");
  require_text(write_json(comparison));
  require_text(console_comparison(comparison));
  require_document(without_code(write_markdown(comparison)));
  require_document(write_html(comparison));
  after.comparison = comparison;
  const auto written = write_json(after);
  const auto read = read_json(written);
  require(std::holds_alternative<RunRecord>(read), "a record with a comparison is one", written);
  require_same(write_json(std::get<RunRecord>(read)), written, "a record with a comparison is the same");
}

/// The scenarios of `record`, dealt out as a run deals them, and read back from their files.
std::vector<Part> parts_of(const RunRecord& record, unsigned count) {
  std::vector<Part> parts;
  for (unsigned number = 1; number <= count; ++number) {
    RunRecord part = record;
    part.options.shard = std::to_string(number) + "/" + std::to_string(count);
    part.run_id = "run" + std::to_string(number);
    part.scenarios.clear();
    for (std::size_t i = number - 1; i < record.scenarios.size(); i += count)
      part.scenarios.push_back(record.scenarios[i]);
    complete_record(part);
    auto read = read_json(write_json(part));
    require(std::holds_alternative<RunRecord>(read), "a part that is written is one");
    parts.push_back({"part" + std::to_string(number), std::get<RunRecord>(std::move(read))});
  }
  return parts;
}

template <bool loses_a_part>
void check_parts(std::string_view text) {
  fuzzing::Dice dice(text);
  const auto record = record_saying(text);
  const auto count = static_cast<unsigned>(2 + dice.roll(3));
  auto parts = parts_of(record, count);
  const auto lost = static_cast<std::ptrdiff_t>(dice.roll(parts.size()));
  auto fewer = parts;
  fewer.erase(fewer.begin() + lost);
  require(std::holds_alternative<MergeFailure>(merge(fewer)), "a part that is missing is missed");
  auto more = parts;
  more.push_back(parts[static_cast<std::size_t>(lost)]);
  require(std::holds_alternative<MergeFailure>(merge(more)), "a part that is there twice is refused");
  std::rotate(parts.begin(), parts.begin() + lost, parts.end());
  if (loses_a_part) parts.front().record.scenarios.clear();
  const auto merged = merge(parts);
  require(std::holds_alternative<RunRecord>(merged), "parts make a whole");
  const auto& whole = std::get<RunRecord>(merged);
  require(whole.scenarios.size() == record.scenarios.size() && whole.totals == record.totals,
          "a whole has what its parts have");
  for (std::size_t i = 0; i < whole.scenarios.size(); ++i)
    require(whole.scenarios[i].id == record.scenarios[i].id &&
                whole.scenarios[i].verdict == record.scenarios[i].verdict,
            "a verdict stays what it was");
  require(conclude(whole) == conclude(record), "a whole comes to what one run would have come to");
}

/// A record of anybody's among the parts.
void check_merge(std::string_view text) {
  check_parts<false>(text);
  const auto record = record_of(text);
  const auto merged = merge({{"one", record}, {"other", record_saying(text)}});
  if (const auto* const failure = std::get_if<MergeFailure>(&merged))
    require(!failure->reasons.empty() && failure->reasons.size() < 100, "a refusal has its reasons");
}

FleetRecord fleet_saying(std::string_view text) {
  fuzzing::Dice dice(text);
  FleetRecord fleet;
  fleet.tool.version = "0.1.0";
  fleet.started_at = fleet.ended_at = Moment(std::chrono::seconds(1'789'000'000));
  for (const auto line : fuzzing::lines_of(text.substr(0, 500))) {
    const auto utf8 = valid_utf8(line);
    if (!is_fleet_key(utf8)) continue;
    FleetHost host{.key = utf8,
                   .target_file = utf8,
                   .exit_code = static_cast<int>(dice.roll(std::size_t{80})),
                   .problem = utf8};
    if (dice.roll(2) == 0) {
      host.problem.clear();
      host.run = slim(record_saying(text));
    }
    fleet.all_hosts.push_back(host.key);
    fleet.hosts.push_back(std::move(host));
  }
  const auto by_key = [](const FleetHost& left, const FleetHost& right) {
    return left.key < right.key;
  };
  std::sort(fleet.hosts.begin(), fleet.hosts.end(), by_key);
  fleet.hosts.erase(
      std::unique(fleet.hosts.begin(), fleet.hosts.end(),
                  [](const FleetHost& left, const FleetHost& right) { return left.key == right.key; }),
      fleet.hosts.end());
  return fleet;
}

void check_fleet_key(std::string_view key) {
  if (!is_fleet_key(key)) return;
  const std::filesystem::path folder("/reports");
  require((folder / key).lexically_normal().parent_path() == folder, "a host's folder is below the fleet's",
          key);
  require(key.find_first_of(std::string_view("\0\n\r\x1b", 4)) == std::string_view::npos,
          "a host's name is one line", key);
  const auto link = report_link({.key = std::string(key)});
  require(link.starts_with("./") && link.find_first_of("\"'<>& \\") == std::string::npos &&
              std::count(link.begin(), link.end(), '/') == 2,
          "a link leads into the host's folder", link);
}

void check_fleet(std::string_view text) {
  for (const auto line : fuzzing::lines_of(text)) check_fleet_key(line);
  const auto read = read_fleet_json(text);
  const auto fleet =
      std::holds_alternative<FleetRecord>(read) ? std::get<FleetRecord>(read) : fleet_saying(text);
  const auto written = write_fleet_json(fleet);
  const auto again = read_fleet_json(written);
  require(std::holds_alternative<FleetRecord>(again), "a fleet that is written is one", written);
  const auto& same = std::get<FleetRecord>(again);
  require(same.hosts.size() == fleet.hosts.size() && same.all_hosts == fleet.all_hosts &&
              same.exit_code == fleet.exit_code && same.options == fleet.options,
          "a fleet that is written is the same", written);
  for (std::size_t i = 0; i < same.hosts.size(); ++i)
    require_same(same.hosts[i].key, fleet.hosts[i].key, "a host is called as it was");
  require_document(write_fleet_html(fleet));
  require_document(without_code(write_fleet_markdown(fleet)));
  require_text(fleet_console(fleet));
  require_document(write_fleet_junit(fleet, JunitDialect::strict, "reports"));
}

void check_comparable(std::string_view text) {
  const auto lines = fuzzing::lines_of(text);
  const auto line = [&lines](std::size_t at) {
    return at < lines.size() ? lines[at] : std::string_view();
  };
  const auto stable = stable_text(text);
  require(stable.size() <= stable_text_limit, "what is compared is not too long", stable);
  const auto read = comparable(text, line(0));
  require_same(valid_utf8(read), read, "what is compared is UTF-8");
  const auto reading = comparable_reading(line(0), text, line(1));
  require(same_reading(reading, reading), "a reading is as itself", reading);
  require(same_reading(line(0), line(1)) == same_reading(line(1), line(0)), "sameness has no direction",
          text);
  require(matches_glob("*", line(0)) && matches_glob(std::string(line(0)) + "*", std::string(line(0)) + "x"),
          "a star stands for anything", line(0));
  if (line(0).find_first_of("*?") == std::string_view::npos)
    require(matches_glob(line(0), line(1)) == (line(0) == line(1)), "a text is its own pattern", text);
  if (const auto shard = parse_shard(line(0)))
    require(shard->number >= 1 && shard->number <= shard->count, "a part is one of its whole", line(0));
  std::vector<TranscriptEntry> dialogue;
  fuzzing::Dice dice(text);
  for (const auto each : lines)
    dialogue.push_back({Seconds(1),
                        dice.roll(2) == 0   ? "ftp#1"
                        : dice.roll(2) == 0 ? "smtp#1"
                                            : "http#1",
                        dice.roll(2) == 0 ? Direction::sent : Direction::received, std::string(each)});
  for (const auto& [command, codes] : reply_codes(dialogue)) {
    require(!command.first.empty() && !command.second.empty() && command.second.size() < 64,
            "a command is a word", command.second);
    for (const auto& code : codes) require(!code.empty() && code.size() <= 8, "a code is one", code);
  }
}

}  // namespace
}  // namespace reports

std::span<const fuzzing::Target> fuzzing::targets() {
  using namespace reports;
  static const std::array table{
      Target{.name = "reports.comparable", .check = check_comparable, .longest = 1500, .mutations = 500},
      Target{.name = "reports.compare", .check = check_compare, .longest = 10'000, .mutations = 20},
      Target{.name = "reports.fleet", .check = check_fleet, .mutations = 60},
      Target{.name = "reports.merge",
             .check = check_merge,
             .mutations = 30,
             .with_a_mistake = check_parts<true>},
      Target{.name = "reports.secrets",
             .check = check_secrets,
             .longest = 300,
             .mutations = 40,
             .with_a_mistake = check_secrets_as_they_are},
      Target{.name = "reports.writers", .check = check_writers, .longest = 10'000, .mutations = 10},
  };
  return table;
}
