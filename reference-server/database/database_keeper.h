#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

#include "base/log.h"
#include "base/result.h"
#include "base/unique_fd.h"
#include "database/child.h"
#include "database/restart_pacer.h"

namespace refd::db {

/// Keeps one database server running: starts it, waits until it answers, starts it again when it has ended,
/// later each time; ends it cleanly. One thread, which the server's process belongs to. Thread-safe.
class DatabaseKeeper {
 public:
  struct Options {
    std::function<Result<void>()> prepare;  ///< once, before the first start; may take long
    std::function<Result<Child>()> start;
    std::function<bool()> answers;  ///< at once or soon
    std::chrono::milliseconds start_limit{120'000};
    std::chrono::milliseconds stop_limit{10'000};  ///< then it is killed
    RestartPacer::Options pace;
  };
  enum class State { starting, ready, down, stopped };

  DatabaseKeeper(Options options, Log log);
  DatabaseKeeper(const DatabaseKeeper&) = delete;
  DatabaseKeeper& operator=(const DatabaseKeeper&) = delete;
  ~DatabaseKeeper();

  /// Begins. Once; returns at once.
  void start();
  /// Ends the server, within `stop_limit` and little more. Idempotent.
  void stop();

  State state() const;
  /// Whether it answers, or did within `limit`; gives up as soon as it has failed to start.
  bool wait_until_ready(std::chrono::milliseconds limit);
  /// Process id of the server; 0 when none runs.
  pid_t process() const noexcept { return process_; }

 private:
  using steady = std::chrono::steady_clock;
  void keep();
  RestartPacer::duration run_once();
  bool wait_for_answer(Child& server);
  void end(Child& server) const;
  bool is_stopping() const;
  void set_state(State state);
  void pause(std::chrono::milliseconds time);
  void wait_for(int descriptor, std::chrono::milliseconds limit) const;

  const Options options_;
  const Log log_;
  UniqueFd wake_;
  std::atomic<pid_t> process_{0};
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  State state_ = State::starting;
  bool is_stopping_ = false;
  std::thread thread_;
};

}  // namespace refd::db
