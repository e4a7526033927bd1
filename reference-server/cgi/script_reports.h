#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace refd::cgi {

/// What hosting-script has told of a script (wrapper/report.h). No sockets.
class ScriptReports {
 public:
  /// Why nothing was executed: a letter of wrapper/report.h, and a line for people.
  struct StartFailure {
    char kind;
    std::string text;
  };

  /// One packet, not empty. What is none of a report's is taken for nothing.
  void add(std::string_view packet);

  const std::optional<StartFailure>& start_failure() const noexcept { return start_failure_; }
  /// The signal that ended the script itself; 0: none, as far as is known.
  int ending_signal() const noexcept { return ending_signal_; }

 private:
  std::optional<StartFailure> start_failure_;
  int ending_signal_ = 0;
};

}  // namespace refd::cgi
