#include "runner/kill_matrix.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <exception>
#include <filesystem>
#include <mutex>
#include <optional>
#include <set>
#include <stdexcept>
#include <thread>

#include "reports/record/glob.h"
#include "runner/clean_up.h"
#include "runner/journal.h"
#include "runner/run.h"
#include "runner/trial.h"

namespace cts {
namespace {

class Nobody final : public RunObserver {
 public:
  void begin(const std::vector<const Scenario*>&) override {}
  void interconnected(const std::vector<reports::InterconnectionStep>&) override {}
  void started(const Scenario&) override {}
  void finished(const reports::ScenarioResult&) override {}
};

Target target_of(const ReferenceServer& server) {
  Checked<Target> target = load_target(server.target_file());
  if (!target)
    throw std::runtime_error("the server's own target file is unusable: " + text_of(target.errors));
  return std::move(*target.value);
}

Profile profile_of(const Target& target) {
  Checked<Profile> profile = load_profile(target.profile);
  if (!profile) throw std::runtime_error(text_of(profile.errors));
  return std::move(*profile.value);
}

/// One server with workers of its own, used again and again.
class Lane {
 public:
  Lane(const KillMatrixRequest& request, unsigned number)
      : request_(request),
        folder_(make_folder(request.folder + "/" + std::to_string(number))),
        server_({request.program, request.site, folder_}),
        target_(target_of(server_)),
        profile_(profile_of(target_)),
        next_seed_(std::uint64_t{number} << 32),
        pool_({.command = request.worker(server_.target_file(), journal()),
               .jobs = request.jobs_per_server,
               .scenario_limit = target_.timeouts.scenario,
               .mail_accounts = target_.mail_accounts.size()},
              [this](const Scenario& scenario) { return describe(scenario, target_); }) {}

  const ReferenceServer& server() const noexcept { return server_; }

  std::vector<reports::ScenarioResult> run_all() { return perform(request_.scenarios); }

  DeviationRun try_out(const KnownDeviation& deviation) {
    DeviationRun run{.deviation = deviation};
    try {
      server_.switch_on(deviation.id);
      run.results = perform(tried_against(deviation, request_.scenarios, request_.thorough));
      run.acted = server_.acted();
      server_.switch_off();
      tidy();
    } catch (const std::exception& error) {
      run.problem = error.what();
    }
    return run;
  }

 private:
  std::vector<reports::ScenarioResult> perform(const std::vector<const Scenario*>& scenarios) {
    Nobody nobody;
    PlanOptions plan;
    plan.selection = request_.selection;
    plan.tier = Tier::slow;
    plan.consent = Consent::destructive;
    return perform_run({.target = target_,
                        .profile = profile_,
                        .catalogue = request_.catalogue,
                        .scenarios = scenarios,
                        .plan = plan,
                        .run_id = run_id_of(next_seed_++),  // the server's log remembers the runs before
                        .journal = journal(),
                        .keep_leftovers = true},
                       pool_, nobody)
        .scenarios;
  }

  static std::string make_folder(const std::string& folder) {
    std::filesystem::create_directories(folder);
    return folder;
  }
  std::string journal() const { return folder_ + "/journal.jsonl"; }

  /// What a broken server did not let the scenarios remove goes now, so that the next begin as the first did.
  void tidy() {
    const Checked<JournalContent> written = read_journal(journal());
    if (!written) throw std::runtime_error(text_of(written.errors));
    Journal footprint(journal());
    const CleanUpReport report = clean_up(target_, profile_, *written, footprint);
    if (!report.clean())
      throw std::runtime_error("not clean after it: " +
                               (report.left.empty() ? report.problem : report.left.front()));
  }

  const KillMatrixRequest& request_;
  std::string folder_;
  ReferenceServer server_;
  Target target_;
  Profile profile_;
  std::uint64_t next_seed_;
  WorkerPool pool_;
};

bool is_stopped(const KillMatrixRequest& request) {
  return request.stop != nullptr && *request.stop;
}

/// What the lanes share.
class Queue {
 public:
  Queue(const KillMatrixRequest& request, std::vector<KnownDeviation> deviations)
      : request_(request), deviations_(std::move(deviations)), runs_(deviations_.size()) {}

  void work_on(Lane& lane) {
    for (;;) {
      if (is_stopped(request_)) return;
      const std::size_t index = next_++;
      if (index >= deviations_.size()) return;
      std::optional<DeviationRun> run = tried(lane, deviations_[index], {});
      // Of some ten thousand scenarios one may meet a busy machine's moment; what is wrong is wrong again.
      // Both tries are told.
      if (const DeviationVerdict first = run ? judge_deviation(*run) : DeviationVerdict(); run && !first.ok())
        run = tried(lane, deviations_[index], first.troubles());
      if (!run) return;
      const std::scoped_lock lock(mutex_);
      runs_[index] = std::move(*run);
      ++done_;
    }
  }

  /// A lane that could not work spoils the matrix, also when others did its part.
  void fail(std::exception_ptr failure) {
    const std::scoped_lock lock(mutex_);
    failure_ = std::move(failure);
  }
  void rethrow() const {
    if (failure_) std::rethrow_exception(failure_);
  }

  std::size_t untried() const { return deviations_.size() - done_; }
  const std::vector<DeviationRun>& runs() const { return runs_; }
  const std::map<std::string, double>& seconds() const { return seconds_; }

 private:
  /// Nothing when it was cut short: servers and workers of a terminal hear of its Ctrl-C too, and what became
  /// of them is no fault of theirs.
  std::optional<DeviationRun> tried(Lane& lane, const KnownDeviation& deviation,
                                    std::vector<std::string> first_try) {
    const auto since = std::chrono::steady_clock::now();
    DeviationRun run = lane.try_out(deviation);
    run.first_try = std::move(first_try);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - since;
    const DeviationVerdict verdict = judge_deviation(run);
    if (!verdict.ok() && is_stopped(request_)) return std::nullopt;
    const std::scoped_lock lock(mutex_);
    seconds_[deviation.id] = took.count();
    if (request_.on_done) request_.on_done(verdict, took.count());
    return run;
  }

  const KillMatrixRequest& request_;
  std::vector<KnownDeviation> deviations_;
  std::vector<DeviationRun> runs_;
  std::map<std::string, double> seconds_;
  std::atomic<std::size_t> next_ = 0;
  std::size_t done_ = 0;
  std::exception_ptr failure_;
  std::mutex mutex_;
};

/// Those that the glob names and that a selected scenario could notice; the ones that take longest first, so
/// that no server is busy with one when the others have done all the rest.
std::vector<KnownDeviation> chosen(const std::vector<KnownDeviation>& known,
                                   const KillMatrixRequest& request) {
  std::set<std::string> proven;
  for (const Scenario* scenario : request.scenarios) {
    if (request.selection.selects(*scenario))
      proven.insert(scenario->clauses.begin(), scenario->clauses.end());
  }
  std::vector<KnownDeviation> wanted;
  for (const KnownDeviation& deviation : known) {
    const bool noticeable =
        request.selection.patterns().empty() ||
        std::any_of(deviation.clauses.begin(), deviation.clauses.end(),
                    [&proven](const std::string& clause) { return proven.contains(clause); });
    if (noticeable && reports::matches_glob(request.deviations, deviation.id)) wanted.push_back(deviation);
  }
  std::stable_sort(wanted.begin(), wanted.end(), [&](const KnownDeviation& a, const KnownDeviation& b) {
    return own_in_turn(a, request.scenarios) > own_in_turn(b, request.scenarios);
  });
  return wanted;
}

}  // namespace

KillMatrixResult run_kill_matrix(const KillMatrixRequest& request) {
  KillMatrixResult result;
  Lane first(request, 0);
  const std::vector<KnownDeviation> known = first.server().deviations();
  for (const KnownDeviation& deviation : known) result.known.push_back(deviation.id);
  const std::vector<KnownDeviation> wanted = chosen(known, request);
  result.no_such_deviation = wanted.empty();
  if (wanted.empty()) return result;

  std::vector<reports::ScenarioResult> baseline = first.run_all();
  if (is_stopped(request)) baseline.clear();
  Queue queue(request, wanted);
  {
    std::vector<std::jthread> lanes;
    for (unsigned number = 1; number < request.servers && number < wanted.size(); ++number) {
      lanes.emplace_back([&request, &queue, number] {
        try {
          Lane lane(request, number);
          queue.work_on(lane);
        } catch (...) {
          queue.fail(std::current_exception());
        }
      });
    }
    queue.work_on(first);
  }
  if (!is_stopped(request)) queue.rethrow();
  result.untried = queue.untried();
  std::vector<DeviationRun> runs = queue.runs();
  std::erase_if(runs, [](const DeviationRun& run) { return run.deviation.id.empty(); });
  result.matrix = judge_matrix(baseline, runs, wanted.size() == known.size() && result.untried == 0);
  result.matrix.seconds = queue.seconds();
  return result;
}

}  // namespace cts
