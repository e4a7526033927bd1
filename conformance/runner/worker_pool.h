#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "reports/record/scenario_result.h"
#include "scenario/scenario.h"

namespace cts {

struct WorkerPoolOptions {
  std::vector<std::string> command;                   ///< argv of one worker
  unsigned jobs = 1;                                  ///< workers at a time, at least 1
  std::chrono::milliseconds scenario_limit{120'000};  ///< then the worker is killed: an error
  std::chrono::milliseconds grace{5'000};             ///< for what runs when stop() is called
  std::size_t mail_accounts = 0;                      ///< of the target, lent to those that need some
  /// Take SIGINT and SIGTERM, from now on, as stop().
  bool stop_on_signals = false;
};

/// Worker processes that run scenarios, one each at a time. A worker that crashes, hangs or talks nonsense
/// costs the scenario it was running an error, and is replaced. The workers live as long as the pool, so that
/// several runs can share them. One thread: that of the io_context.
class WorkerPool {
 public:
  /// What a scenario looks like that no worker told the result of: describe(), with verdict and message
  /// added.
  using Describe = std::function<reports::ScenarioResult(const Scenario&)>;
  using OnStarted = std::function<void(const Scenario&)>;
  using OnFinished = std::function<void(const reports::ScenarioResult&)>;

  WorkerPool(WorkerPoolOptions options, Describe describe);
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;
  ~WorkerPool();

  /// Runs `scenarios` as parts of the run `run_id`, starting them in this order as far as their resources are
  /// free. Returns when all have ended, or stop() was called and the running ones have ended or been killed.
  /// Results in the order of their ends; scenarios that were not finished because of stop() have none.
  std::vector<reports::ScenarioResult> run(const std::vector<const Scenario*>& scenarios,
                                           const std::string& run_id, const OnStarted& on_started,
                                           const OnFinished& on_finished);

  /// Starts nothing more; a second call does not wait for what runs. To be called between runs, or from a
  /// handler that was given to run().
  void stop();
  /// Whether stop() was called, or a signal has come.
  bool stopped();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace cts
