#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <random>

#include <fmt/format.h>

#include "clause/clause_catalogue.h"
#include "command/commands.h"
#include "command/common.h"
#include "command/progress.h"
#include "command/speech.h"
#include "reports/compare/compare.h"
#include "reports/compare/exchanges.h"
#include "reports/console/console_comparison.h"
#include "reports/files/report_files.h"
#include "reports/files/secret_search.h"
#include "runner/run.h"
#include "runner/worker_pool.h"
#include "target/load.h"
#include "verdict/expectations.h"

namespace cts {
namespace {

/// The options as checked values; nullopt when one is not what it should be, which is told.
std::optional<PlanOptions> plan_options(const RunOptions& options, const std::string& asked_shard) {
  PlanOptions plan;
  plan.selection = Selection(options.select);
  const auto tier = tier_named(options.tier);
  const auto consent = consent_named(options.consent);
  const auto shard = asked_shard.empty() ? reports::Shard{} : reports::parse_shard(asked_shard);
  if (!tier) complain(fmt::format("--tier {}: smoke, standard or slow", options.tier));
  if (!consent) complain(fmt::format("--consent {}: observe, reversible or destructive", options.consent));
  if (!shard) complain(words("shard {}: a part of a whole, as 2/3", asked_shard));
  if (!tier || !consent || !shard) return std::nullopt;
  plan.tier = *tier;
  plan.consent = *consent;
  plan.shard = *shard;
  return plan;
}

reports::RunOptions recorded(const RunOptions& options, const std::string& shard, std::uint64_t seed) {
  reports::RunOptions kept;
  kept.select = options.select;
  kept.tier = options.tier;
  kept.consent = options.consent;
  kept.jobs = options.jobs;
  kept.shard = shard;
  kept.expectations = options.expect;
  kept.baseline = options.baseline;
  kept.others["seed"] = std::to_string(seed);
  if (options.allow_inconclusive) kept.others["allow-inconclusive"] = "true";
  return kept;
}

/// Tells of each scenario as it counts, expectations considered.
class JudgedProgress final : public RunObserver {
 public:
  JudgedProgress(RunObserver& shown, const ExpectationBook& book) : shown_(shown), book_(book) {}
  void begin(const std::vector<const Scenario*>& to_run) override { shown_.begin(to_run); }
  void interconnected(const std::vector<reports::InterconnectionStep>& steps) override {
    shown_.interconnected(steps);
  }
  void started(const Scenario& scenario) override { shown_.started(scenario); }
  void finished(const reports::ScenarioResult& result) override { shown_.finished(book_.judged(result)); }

 private:
  RunObserver& shown_;
  const ExpectationBook& book_;
};

std::chrono::year_month_day today() {
  return std::chrono::year_month_day(std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now()));
}

/// The book of that file, or of nothing when none is named; nullopt when it is unusable, which is told.
std::optional<ExpectationBook> load_expectations(const std::string& file,
                                                 const std::vector<const Scenario*>& scenarios) {
  std::vector<KnownScenario> known;
  for (const Scenario* scenario : scenarios)
    known.push_back({std::string(scenario->id), {scenario->clauses.begin(), scenario->clauses.end()}});
  if (file.empty()) return ExpectationBook({}, std::move(known), today());
  const Checked<std::string> text = read_text_file(file);
  const Checked<Expectations> read =
      text ? read_expectations(*text, file) : Checked<Expectations>{std::nullopt, text.errors};
  if (!read) {
    complain(text_of(read.errors));
    return std::nullopt;
  }
  return ExpectationBook(*read, std::move(known), today());
}

/// Whether the file could be written.
bool update_file(const std::string& file, const ExpectationBook& book, const reports::RunRecord& record) {
  const Checked<std::string> text = read_text_file(file);
  if (!text) return false;
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  out << rewritten(*text, book, record, today());
  out.close();
  if (!out) complain(words("{} cannot be written", file));
  return static_cast<bool>(out);
}

std::vector<reports::Secret> named_secrets(const Target& target) {
  std::vector<reports::Secret> secrets;
  for (const std::string& secret : target.secrets())
    secrets.push_back(
        {secret == target.ftp.password.reveal() ? "ftp.password" : "a secret of the target", secret});
  return secrets;
}

/// Writes the reports, searches everything written for secrets, and tells where they are.
ExitCode deliver(reports::RunRecord& record, const RunOptions& options, const Target& target,
                 const std::string& journal) {
  const std::vector<reports::Secret> secrets = named_secrets(target);
  for (const reports::SecretLeak& leak : reports::find_secrets_in_files(secrets, {journal})) {
    record.errors.push_back(
        fmt::format("{} was in the journal ({}), which is removed", leak.secret, leak.form));
    std::filesystem::remove(journal);
  }
  const auto failures =
      reports::write_checked_reports(record, options.out, junit_dialect(options.junit), secrets);

  if (record.comparison && !options.quiet)
    fmt::print("\n{}\n{}\n", reports::comparison_phrases(phrases()).title,
               reports::console_comparison(*record.comparison, reports::comparison_phrases(phrases())));
  if (!options.quiet) fmt::print("\n");
  tell_reports(record, options.out, failures, options.quiet);
  if (!failures.empty() && record.secrets_check.leaks.empty()) return ExitCode::not_writable;
  return exit_code_of(record, {.allow_inconclusive = options.allow_inconclusive});
}

}  // namespace

ExitCode run_command(const RunOptions& options) {
  const std::vector<const Scenario*> scenarios = all_scenarios();
  if (!check_tables(scenarios)) return ExitCode::harness_fault;
  const std::string shard = asked_shard(options.shard);
  const std::optional<PlanOptions> plan = plan_options(options, shard);
  if (!plan || !check_selection(options.select, scenarios)) return ExitCode::usage;
  const std::optional<Subject> subject = load_subject(options.target);
  if (!subject || !check_claims(*subject)) return ExitCode::bad_input;
  const std::optional<ExpectationBook> book = load_expectations(options.expect, scenarios);
  std::optional<reports::RunRecord> baseline;
  if (!options.baseline.empty()) baseline = load_record(options.baseline);
  if (!book || (!options.baseline.empty() && !baseline)) return ExitCode::bad_input;
  if (!make_writable(options.out)) return ExitCode::not_writable;
  const auto lock = lock_folder(options.out, "hosting-cts run against " + subject->target.name);
  if (!lock) return ExitCode::not_writable;

  const std::uint64_t seed = options.seed.value_or(std::random_device()());
  const std::string journal = std::filesystem::path(options.out) / "journal.jsonl";
  const RunRequest request{.target = subject->target,
                           .profile = subject->profile,
                           .catalogue = built_in_catalogue(),
                           .scenarios = scenarios,
                           .plan = *plan,
                           .run_id = run_id_of(seed),
                           .journal = journal,
                           .fingerprint = true};
  const unsigned jobs = std::min(options.jobs, load_of(options.target.target).scenarios_at_once);
  WorkerPool pool({.command = worker_command_line({.target = options.target, .journal = journal}),
                   .jobs = jobs,
                   .scenario_limit = subject->target.timeouts.scenario,
                   .mail_accounts = subject->target.mail_accounts.size(),
                   .stop_on_signals = true},
                  [&](const Scenario& scenario) { return describe(scenario, subject->target); });
  Progress::Style style = Progress::style_for(stdout);
  style.quiet = options.quiet;
  Progress progress(
      stdout, style, scenarios,
      RemainingTime(baseline ? times_of(*baseline) : std::map<std::string, reports::Seconds>(), jobs));
  JudgedProgress judged(progress, *book);
  reports::RunRecord record = perform_run(request, pool, judged);
  progress.end();
  book->conclude(record);
  if (options.update_expectations && !update_file(options.expect, *book, record))
    return ExitCode::not_writable;
  record.options = recorded(options, plan->shard.count == 1 ? "" : shard, seed);
  record.options.jobs = jobs;
  record.fingerprint.timings = reports::median_times(record.scenarios);
  record.replies = reports::replies_of(record.scenarios);
  if (baseline) record.comparison = reports::compare(*baseline, record, options.baseline);
  return deliver(record, options, subject->target, journal);
}

}  // namespace cts
