#pragma once

#include <cstddef>
#include <cstdio>
#include <map>
#include <string>

#include "reports/console/console_summary.h"
#include "runner/run.h"

namespace cts {

/// Tells a person how a run goes: on a terminal one line that is written over, with what fails kept above it;
/// otherwise one aligned plain line for each scenario, in the form of reports/console. One thread.
class Progress final : public RunObserver {
 public:
  struct Style {
    bool terminal = false;  ///< write over the last line
    bool colour = false;
    std::size_t width = 80;  ///< of the terminal
  };
  /// Of `out`; colour on a terminal unless the environment has NO_COLOR (no-color.org).
  static Style style_for(std::FILE* out);

  Progress(std::FILE* out, Style style, const std::vector<const Scenario*>& scenarios);

  void begin(const std::vector<const Scenario*>& to_run) override;
  void interconnected(const std::vector<reports::InterconnectionStep>& steps) override;
  void started(const Scenario& scenario) override;
  void finished(const reports::ScenarioResult& result) override;
  /// Leaves the terminal with a line of its own.
  void end();

 private:
  void redraw(std::string_view id);
  void print(const std::string& line);

  std::FILE* out_;
  Style style_;
  reports::ConsoleLayout layout_;
  std::size_t total_ = 0;
  std::size_t done_ = 0;
  std::map<reports::Verdict, std::size_t> counts_;
};

}  // namespace cts
