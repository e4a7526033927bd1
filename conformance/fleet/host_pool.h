#pragma once

#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "runner/child_process.h"

namespace cts {

/// One host's run: a process of its own, so that whatever becomes of it costs no other host anything.
struct HostJob {
  std::string key;
  std::vector<std::string> command;
  /// Nothing else runs where one of these is in use.
  std::set<std::string> places;
};

/// Runs hosts, a few at a time. One thread.
class HostPool {
 public:
  using OnStarted = std::function<void(const HostJob&)>;
  /// `last_words`: of its standard error.
  using OnEnded = std::function<void(const HostJob&, const ChildEnd&, const std::string& last_words)>;

  /// At most `at_once` processes. Takes SIGINT and SIGTERM from now on: hands them on, and starts nothing
  /// more.
  explicit HostPool(unsigned at_once);
  HostPool(const HostPool&) = delete;
  HostPool& operator=(const HostPool&) = delete;
  ~HostPool();

  /// Returns when all have ended, or a signal came and those that ran have ended. `on_ended` is not called
  /// for what was not started; what could not be started ends with exit code -1 and says why.
  void run(const std::vector<HostJob>& jobs, const OnStarted& on_started, const OnEnded& on_ended);
  /// Whether a signal has come.
  bool stopped() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace cts
