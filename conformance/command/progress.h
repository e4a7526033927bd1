#pragma once

#include <cstddef>
#include <cstdio>
#include <functional>
#include <map>
#include <string>

#include "command/remaining_time.h"
#include "reports/console/console_summary.h"
#include "runner/run.h"

namespace cts {

/// Tells a person how a run goes: on a terminal one line that is written over, with about how long it still
/// takes, and what fails kept above it; otherwise one aligned plain line for each scenario, in the form of
/// reports/console. One thread.
class Progress final : public RunObserver {
 public:
  struct Style {
    bool terminal = false;  ///< write over the last line
    bool colour = false;
    std::size_t width = 80;  ///< of the terminal
    bool quiet = false;      ///< say nothing
  };
  /// Of `out`; colour on a terminal unless the environment has NO_COLOR (no-color.org).
  static Style style_for(std::FILE* out);

  /// `now`: seconds of some clock.
  Progress(std::FILE* out, Style style, const std::vector<const Scenario*>& scenarios,
           RemainingTime remaining = {{}, 1}, std::function<reports::Seconds()> now = steady_seconds);

  void begin(const std::vector<const Scenario*>& to_run) override;
  void interconnected(const std::vector<reports::InterconnectionStep>& steps) override;
  void started(const Scenario& scenario) override;
  void finished(const reports::ScenarioResult& result) override;
  /// Leaves the terminal with a line of its own.
  void end();

 private:
  static reports::Seconds steady_seconds();
  void redraw(std::string_view id);
  void print(const std::string& line);

  std::FILE* out_;
  Style style_;
  reports::ConsoleLayout layout_;
  RemainingTime remaining_;
  std::function<reports::Seconds()> now_;
  reports::Seconds begun_{};
  std::size_t total_ = 0;
  std::size_t done_ = 0;
  std::map<reports::Verdict, std::size_t> counts_;
};

}  // namespace cts
