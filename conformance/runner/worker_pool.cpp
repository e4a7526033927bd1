#include "runner/worker_pool.h"

#include <algorithm>
#include <csignal>
#include <deque>
#include <optional>
#include <system_error>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>

#include "runner/child_process.h"
#include "runner/lease_desk.h"
#include "runner/result_codec.h"

namespace cts {
namespace {

namespace asio = boost::asio;
using reports::ScenarioResult;
using reports::Verdict;

std::string seconds_text(std::chrono::milliseconds time) {
  const auto tenths = time.count() / 100;
  return std::to_string(tenths / 10) + (tenths % 10 == 0 ? "" : "." + std::to_string(tenths % 10)) + " s";
}

/// One seat at the bench: a process, replaced when it dies.
struct Worker {
  Worker(asio::io_context& io, int its_number) : number(its_number), deadline(io) {}

  int number;
  std::unique_ptr<ChildProcess> process;
  const Scenario* scenario = nullptr;      ///< what it runs now
  std::vector<std::size_t> mail_accounts;  ///< that it has lent for it
  std::chrono::steady_clock::time_point since;
  reports::Moment started_at;
  bool overdue = false;
  asio::steady_timer deadline;
};

}  // namespace

struct WorkerPool::Impl {
  Impl(WorkerPoolOptions given, Describe description)
      : options(std::move(given)),
        describe(std::move(description)),
        account_desk(options.mail_accounts),
        grace(io),
        signals(io) {
    if (options.stop_on_signals) {
      signals.add(SIGINT);
      signals.add(SIGTERM);
      await_signal();
    }
    for (unsigned number = 0; number < std::max(1u, options.jobs); ++number)
      workers.push_back(std::make_unique<Worker>(io, static_cast<int>(number)));
  }

  void await_signal() {
    signals.async_wait([this](boost::system::error_code error, int) {
      if (error) return;
      stop();
      await_signal();
    });
  }

  void stop() {
    if (stopping) {
      kill_running();
      return;
    }
    stopping = true;
    grace.expires_after(options.grace);
    grace.async_wait([this](boost::system::error_code cancelled) {
      if (!cancelled) kill_running();
    });
  }

  void hand_out() {
    for (const auto& worker : workers) {
      if (worker->scenario == nullptr && !stopping) hand_to(*worker);
    }
    running = std::any_of(workers.begin(), workers.end(),
                          [](const auto& worker) { return worker->scenario != nullptr; });
  }

  /// What a scenario needs for itself, all of it or nothing.
  bool try_lend(const Scenario& scenario, std::vector<std::size_t>& accounts) {
    auto lent = account_desk.try_lend(scenario.mail_accounts);
    if (!lent) return false;
    if (desk.try_lend(scenario.resources)) {
      accounts = std::move(*lent);
      return true;
    }
    account_desk.give_back(*lent);
    return false;
  }

  /// The first that waits and whose resources are free.
  void hand_to(Worker& worker) {
    const auto next = std::find_if(pending.begin(), pending.end(), [&](const Scenario* scenario) {
      return try_lend(*scenario, worker.mail_accounts);
    });
    if (next == pending.end()) return;
    worker.scenario = *next;
    pending.erase(next);
    worker.since = std::chrono::steady_clock::now();
    worker.started_at = std::chrono::system_clock::now();
    worker.overdue = false;
    if (on_started) on_started(*worker.scenario);
    if (!worker.process && !start(worker)) return;
    worker.process->write_line(job_line({std::string(worker.scenario->id), run_id, worker.mail_accounts}));
    worker.deadline.expires_after(options.scenario_limit);
    worker.deadline.async_wait([&worker, meant = worker.since](boost::system::error_code cancelled) {
      if (cancelled || worker.scenario == nullptr || worker.since != meant || !worker.process) return;
      worker.overdue = true;
      worker.process->kill();
    });
  }

  bool start(Worker& worker) {
    try {
      worker.process = std::make_unique<ChildProcess>(
          io, options.command,
          ChildProcess::Handlers{.on_line = [this, &worker](std::string_view line) { take(worker, line); },
                                 .on_end =
                                     [this, &worker](const ChildEnd& end) {
                                       bury(worker, end);
                                     }});
      return true;
    } catch (const std::system_error& error) {
      const std::string what = error.what();
      asio::post(io, [this, &worker, what] { fail(worker, "no worker could be started: " + what); });
      return false;
    }
  }

  void take(Worker& worker, std::string_view line) {
    const std::optional<WorkerEvent> event = decode(line);
    if (!event || event->kind != WorkerEvent::Kind::finished) return;
    if (worker.scenario == nullptr || worker.scenario->id != event->id) return;
    finish(worker, event->result);
  }

  void bury(Worker& worker, const ChildEnd& end) {
    const std::string last_words = worker.process->error_tail();
    // Not destroyed inside its own handler.
    asio::post(io, [gone = std::shared_ptr<ChildProcess>(std::move(worker.process))] {});
    if (worker.scenario == nullptr) return;
    std::string why = worker.overdue
                          ? "did not end within " + seconds_text(options.scenario_limit) + " and was killed"
                          : "its worker ended with " + end.text();
    if (!last_words.empty()) why += "; its last words: " + last_words;
    fail(worker, std::move(why));
  }

  void fail(Worker& worker, std::string why) {
    if (worker.scenario == nullptr) return;
    if (killing) {  // we did it: no verdict
      release(worker);
      return;
    }
    ScenarioResult result = describe(*worker.scenario);
    result.verdict = Verdict::error;
    result.message = std::move(why);
    result.started_at = worker.started_at;
    result.duration = std::chrono::steady_clock::now() - worker.since;
    finish(worker, std::move(result));
  }

  void finish(Worker& worker, ScenarioResult result) {
    result.worker = worker.number;
    if (on_finished) on_finished(result);
    results.push_back(std::move(result));
    release(worker);
  }

  void release(Worker& worker) {
    worker.deadline.cancel();
    desk.give_back(worker.scenario->resources);
    account_desk.give_back(worker.mail_accounts);
    worker.scenario = nullptr;
    hand_out();
  }

  void kill_running() {
    killing = true;
    for (const auto& worker : workers) {
      if (worker->scenario != nullptr && worker->process) worker->process->kill();
    }
  }

  asio::io_context io{1};
  asio::executor_work_guard<asio::io_context::executor_type> open{
      io.get_executor()};  ///< never "out of work"
  WorkerPoolOptions options;
  Describe describe;
  OnStarted on_started;
  OnFinished on_finished;
  std::string run_id;
  LeaseDesk desk;
  MailAccountDesk account_desk;
  std::deque<const Scenario*> pending;
  std::vector<ScenarioResult> results;
  asio::steady_timer grace;
  asio::signal_set signals;
  std::vector<std::unique_ptr<Worker>> workers;
  bool running = false;
  bool stopping = false;
  bool killing = false;
};

WorkerPool::WorkerPool(WorkerPoolOptions options, Describe describe)
    : impl_(std::make_unique<Impl>(std::move(options), std::move(describe))) {}

WorkerPool::~WorkerPool() = default;

std::vector<ScenarioResult> WorkerPool::run(const std::vector<const Scenario*>& scenarios,
                                            const std::string& run_id, const OnStarted& on_started,
                                            const OnFinished& on_finished) {
  impl_->run_id = run_id;
  impl_->on_started = on_started;
  impl_->on_finished = on_finished;
  impl_->pending.assign(scenarios.begin(), scenarios.end());
  impl_->results.clear();
  impl_->io.poll();  // a signal may have come before
  impl_->hand_out();
  while (impl_->running) impl_->io.run_one();
  impl_->grace.cancel();
  return std::move(impl_->results);
}

void WorkerPool::stop() {
  impl_->stop();
}

bool WorkerPool::stopped() {
  impl_->io.poll();
  return impl_->stopping;
}

}  // namespace cts
