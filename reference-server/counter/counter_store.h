#pragma once

#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "base/counter_keeper.h"
#include "base/log.h"
#include "base/sqlite.h"
#include "counter/counter.h"

namespace refd {

/// The counters in a SQLite file that nobody else uses. One thread of its own writes: what came in while it
/// wrote becomes one transaction, so that many visits share one fsync. What was told to a visitor survives
/// kill -9 and a loss of power.
class CounterStore final : public Counter, public CounterKeeper {
 public:
  /// Opens or makes `file`. Throws std::system_error, with the file's name and what SQLite says, when it
  /// cannot be opened or is damaged.
  CounterStore(const std::string& file, Log log);
  CounterStore(const CounterStore&) = delete;
  CounterStore& operator=(const CounterStore&) = delete;
  /// As stop().
  ~CounterStore() override;

  void visit(CounterVisit visit, Done done) override;
  void look(std::string name, Done done) override;
  void put(std::string name, CounterState state, Done done) override;

  Result<std::vector<Entry>> counters() override;
  Result<void> reset() override;

  /// Finishes what came in, then takes nothing more: every later call fails with ECANCELED. Whoever waits
  /// for a Done is told before this returns.
  void stop();

 private:
  enum class Kind { visit, look, put };
  struct Job {
    Kind kind = Kind::look;
    CounterVisit visit;
    CounterState state;
    Done done;
  };
  using States = std::map<std::string, CounterState, std::less<>>;

  void load();
  void enqueue(Job job);
  void work();
  void perform(std::vector<Job>& jobs);
  boost::system::error_code write(const States& changed);
  boost::system::error_code write_one(const std::string& name, const CounterState& state);
  void say_failure();

  const Log log_;
  SqliteFile file_;
  SqliteStatement begin_, commit_, rollback_, keep_, forget_;
  States states_;  // what is on the disk; the writer's own
  std::optional<std::chrono::steady_clock::time_point> last_complaint_;

  std::mutex mutex_;
  std::condition_variable arrived_;
  std::vector<Job> waiting_;
  bool stopping_ = false;
  std::thread writer_;
};

}  // namespace refd
