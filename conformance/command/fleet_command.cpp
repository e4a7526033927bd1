#include <algorithm>
#include <chrono>
#include <filesystem>

#include <fmt/format.h>

#include "client/socket.h"
#include "command/commands.h"
#include "command/common.h"
#include "command/speech.h"
#include "fleet/fleet_plan.h"
#include "fleet/host_pool.h"
#include "reports/files/record_file.h"
#include "reports/fleet/fleet_files.h"
#include "reports/fleet/fleet_writers.h"
#include "reports/record/shard.h"
#include "reports/text/safe_text.h"

namespace cts {
namespace {

namespace fs = std::filesystem;
using reports::FleetHost;
using reports::FleetRecord;

/// All names of a fleet are asked for within this time; what is not known then is compared by name.
constexpr std::chrono::seconds resolving{10};

/// Asks name servers as long as there is time.
class Addresses {
 public:
  std::vector<std::string> of(const std::string& name) {
    std::vector<std::string> found;
    if (std::chrono::steady_clock::now() >= deadline_) return found;
    std::string problem;
    for (const Endpoint& endpoint : resolve(name, 0, deadline_, problem)) found.push_back(endpoint.address());
    return found;
  }

 private:
  Deadline deadline_ = deadline_in(resolving);
};

/// `whole`, or its part of `key` where it is a folder with one for each host; empty where it has none for
/// this host.
std::string part_for(const std::string& whole, const std::string& key, std::string_view ending) {
  std::error_code error;
  if (whole.empty() || !fs::is_directory(whole, error)) return whole;
  const fs::path part = fs::path(whole) / (key + std::string(ending));
  return fs::exists(part, error) ? part.string() : "";
}

/// The command line of one host's run.
std::vector<std::string> command_for(const RunOptions& options, const FleetTarget& target) {
  std::vector<std::string> line{own_program(),
                                // What it says goes into reports.
                                "--language", "en", "run", "--quiet", "--target", target.file, "--out",
                                (fs::path(options.out) / target.key).string(), "--tier", options.tier,
                                "--consent", options.consent, "--jobs", std::to_string(options.jobs),
                                "--junit", options.junit,
                                // Whole, whatever the environment says of parts.
                                "--shard", "1/1"};
  const auto add = [&line](const char* name, const std::string& value) {
    if (!value.empty()) line.insert(line.end(), {name, value});
  };
  add("--profile", options.target.profile);
  for (const std::string& pattern : options.select) add("--select", pattern);
  add("--expect", part_for(options.expect, target.key, ".toml"));
  add("--baseline", part_for(options.baseline, target.key, ""));
  if (options.seed) add("--seed", std::to_string(*options.seed));
  if (options.allow_inconclusive) line.emplace_back("--allow-inconclusive");
  return line;
}

/// What the last lines of a child's standard error say, without the program's name before each.
std::string said(const std::string& last_words) {
  constexpr std::string_view prefix = "hosting-cts: ";
  std::string text = last_words;
  for (std::size_t at = 0; (at = text.find(prefix, at)) != std::string::npos;) text.erase(at, prefix.size());
  return std::string(reports::without_line_end(text));
}

bool has_reports(int exit_code) {
  return exit_code >= static_cast<int>(ExitCode::conforms) &&
         exit_code <= static_cast<int>(ExitCode::stale_expectations);
}

/// Runs the fleet's hosts and keeps what each came to.
class FleetRun {
 public:
  FleetRun(const RunOptions& options, std::size_t key_width)
      : options_(options), key_width_(key_width), began_(std::chrono::system_clock::now()) {}

  void run(const std::vector<FleetTarget>& targets, const std::vector<FleetTarget>& all) {
    fleet_.tool.version = HOSTING_CTS_VERSION;
    fleet_.started_at = began_;
    for (const FleetTarget& target : all) fleet_.all_hosts.push_back(target.key);
    HostPool pool(options_.hosts_at_once);
    const std::vector<HostJob> jobs = jobs_of(targets);
    pool.run(
        jobs, [](const HostJob&) {},
        [this](const HostJob& job, const ChildEnd& end, const std::string& last_words) {
          take(job, end, last_words);
        });
    fleet_.interrupted = pool.stopped();
    for (const FleetTarget& target : targets) {
      if (!is_there(target.key))
        add({.key = target.key,
             .exit_code = static_cast<int>(ExitCode::harness_fault),
             .problem = "the run was interrupted"});
    }
    std::sort(fleet_.hosts.begin(), fleet_.hosts.end(),
              [](const FleetHost& left, const FleetHost& right) { return left.key < right.key; });
    for (FleetHost& host : fleet_.hosts) host.target_file = file_of(host.key, targets);
    fleet_.ended_at = std::chrono::system_clock::now();
  }

  FleetRecord& fleet() { return fleet_; }

 private:
  /// Those whose target cannot be used are done with at once.
  std::vector<HostJob> jobs_of(const std::vector<FleetTarget>& targets) {
    std::vector<HostJob> jobs;
    Addresses addresses;
    total_ = targets.size();
    for (const FleetTarget& target : targets) {
      const Checked<Target> read = load_target(target.file);
      if (!read) {
        add({.key = target.key,
             .exit_code = static_cast<int>(ExitCode::bad_input),
             .problem = text_of(read.errors)});
        continue;
      }
      auto places = places_of(*read, [&addresses](const std::string& name) { return addresses.of(name); });
      jobs.push_back({target.key, command_for(options_, target), std::move(places)});
    }
    return jobs;
  }

  void take(const HostJob& job, const ChildEnd& end, const std::string& last_words) {
    FleetHost host{.key = job.key, .exit_code = end.exit_code};
    const std::string told = said(last_words);
    // One that a signal ended, or that could not be started, is our own fault.
    if (end.exit_code < 0) {
      host.exit_code = static_cast<int>(ExitCode::harness_fault);
      host.problem =
          end.signal != 0 ? "its run ended with " + end.text() + (told.empty() ? "" : ": " + told) : told;
    }
    const bool may_have_run =
        has_reports(host.exit_code) || host.exit_code == static_cast<int>(ExitCode::harness_fault);
    if (may_have_run) read_run(host);
    if (!host.run && host.problem.empty()) host.problem = told.empty() ? end.text() : told;
    add(std::move(host));
  }

  /// What it wrote in this run: there may be reports of an earlier one.
  void read_run(FleetHost& host) const {
    auto read = reports::read_record_file(fs::path(options_.out) / host.key);
    if (auto* failure = std::get_if<reports::ReadFailure>(&read)) {
      if (has_reports(host.exit_code)) {
        host.exit_code = static_cast<int>(ExitCode::harness_fault);
        host.problem = failure->reason;
      }
      return;
    }
    auto& run = std::get<reports::RunRecord>(read);
    // Written with milliseconds.
    if (run.started_at + std::chrono::milliseconds{1} >= began_) host.run = reports::slim(std::move(run));
  }

  void add(FleetHost host) {
    if (!options_.quiet)
      fmt::print("{}/{}  {}\n", fleet_.hosts.size() + 1, total_,
                 reports::fleet_console_line(host, key_width_, phrases()));
    std::fflush(stdout);
    fleet_.hosts.push_back(std::move(host));
  }

  bool is_there(const std::string& key) const {
    return std::any_of(fleet_.hosts.begin(), fleet_.hosts.end(),
                       [&key](const FleetHost& host) { return host.key == key; });
  }

  static std::string file_of(const std::string& key, const std::vector<FleetTarget>& targets) {
    const auto found = std::find_if(targets.begin(), targets.end(),
                                    [&key](const FleetTarget& each) { return each.key == key; });
    return found == targets.end() ? "" : found->file;
  }

  const RunOptions& options_;
  std::size_t key_width_;
  reports::Moment began_;
  std::size_t total_ = 0;
  FleetRecord fleet_;
};

std::size_t width_of(const std::vector<FleetTarget>& targets) {
  std::size_t width = 0;
  for (const FleetTarget& target : targets)
    width = std::max(width, reports::display_width(reports::printable(target.key, reports::Lines::join)));
  return width;
}

std::map<std::string, std::string> recorded(const RunOptions& options) {
  std::map<std::string, std::string> kept{{"tier", options.tier},
                                          {"consent", options.consent},
                                          {"jobs", std::to_string(options.jobs)},
                                          {"hosts-at-once", std::to_string(options.hosts_at_once)}};
  for (const std::string& pattern : options.select)
    kept["select"] += (kept["select"].empty() ? "" : " ") + pattern;
  if (!options.baseline.empty()) kept["baseline"] = options.baseline;
  if (!options.expect.empty()) kept["expectations"] = options.expect;
  return kept;
}

bool check_options(const RunOptions& options) {
  if (options.update_expectations)
    complain(std::string(in_words("--update-expectations is for a single target: run it for each host")));
  return !options.update_expectations && check_selection(options.select, all_scenarios());
}

}  // namespace

ExitCode fleet_command(const RunOptions& options) {
  const FleetTargets found = fleet_targets(options.targets, options.targets_folder);
  for (const std::string& mistake : found.mistakes) complain(mistake);
  const std::string shard_text = asked_shard(options.shard);
  const auto shard = shard_text.empty() ? reports::Shard{} : reports::parse_shard(shard_text);
  if (!shard) complain(words("shard {}: a part of a whole, as 2/3", shard_text));
  if (!shard || !check_options(options)) return ExitCode::usage;
  if (!found.mistakes.empty()) return ExitCode::bad_input;
  if (!make_writable(options.out)) return ExitCode::not_writable;
  const auto lock = lock_folder(options.out, "hosting-cts run over a fleet");
  if (!lock) return ExitCode::not_writable;

  const std::vector<FleetTarget> targets = part_of(found.targets, *shard);
  FleetRun fleet_run(options, width_of(targets));
  fleet_run.run(targets, found.targets);
  FleetRecord& fleet = fleet_run.fleet();
  if (shard->count > 1) fleet.shard = shard_text;
  fleet.options = recorded(options);
  return deliver_fleet(fleet, options.out, options.junit, options.quiet);
}

ExitCode deliver_fleet(FleetRecord& fleet, const std::string& out, const std::string& junit, bool quiet) {
  ExitCode code = ExitCode::conforms;
  for (const FleetHost& host : fleet.hosts) code = worse(code, static_cast<ExitCode>(host.exit_code));
  if (fleet.interrupted) code = ExitCode::harness_fault;
  fleet.exit_code = static_cast<int>(code);
  const auto failures = reports::write_fleet(fleet, out, junit_dialect(junit));
  const std::string text = reports::fleet_console(fleet, phrases());
  const std::size_t last_line = text.rfind('\n', text.size() - 2) + 1;
  fmt::print("{}", quiet ? text.substr(last_line) : "\n" + text);
  for (const std::string_view name : reports::fleet_file_names)
    if (!quiet) fmt::print("{}\n", (fs::path(out) / name).string());
  for (const reports::FileFailure& failure : failures)
    complain(fmt::format("{}: {}", failure.file, failure.reason));
  return failures.empty() ? code : ExitCode::not_writable;
}

}  // namespace cts
