#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/io_context.hpp>

namespace cts {

/// How a child ended.
struct ChildEnd {
  int exit_code = -1;  ///< -1 when a signal ended it
  int signal = 0;

  /// "exit code 3", "signal 11 (Segmentation fault)".
  std::string text() const;
};

/// What a program that ran to its end has said.
struct ProgramResult {
  ChildEnd end;
  bool overdue = false;  ///< did not end in time and was killed
  std::string output;
  std::string error_tail;

  bool ok() const noexcept { return !overdue && end.signal == 0 && end.exit_code == 0; }
};
/// Runs argv[0] with the rest as arguments; throws std::system_error when it cannot be started.
ProgramResult run_program(const std::vector<std::string>& argv, std::chrono::milliseconds limit);

/// A program that goes on beside us: started, waited for until it says a line, ended. One thread.
class BackgroundProgram {
 public:
  /// Throws std::system_error when it cannot be started. Its standard error is appended to `error_file`.
  BackgroundProgram(const std::vector<std::string>& argv, const std::string& error_file);
  BackgroundProgram(const BackgroundProgram&) = delete;
  BackgroundProgram& operator=(const BackgroundProgram&) = delete;
  /// Ends it: SIGTERM, and SIGKILL after 5 s.
  ~BackgroundProgram();

  /// Waits until it has printed exactly `line`. False: it ended before, or the time is over.
  bool wait_for_line(std::string_view line, std::chrono::milliseconds limit);
  /// Waits until it has printed so many lines.
  bool wait_for_lines(std::size_t count, std::chrono::milliseconds limit);
  /// Waits for its end without asking for it; how it ended, or nullopt when the time is over.
  std::optional<ChildEnd> wait_for_end(std::chrono::milliseconds limit);
  /// Asks it to end and waits. False: it had to be killed.
  bool end(std::chrono::milliseconds limit);
  int id() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// A program whose lines are read as they come. Its standard error is kept (the last 4 KiB). All calls and
/// handlers run on the thread of the io_context; destroying it kills a child that still runs.
class ChildProcess {
 public:
  struct Handlers {
    std::function<void(std::string_view line)> on_line;  ///< standard output, without the line end
    std::function<void(const ChildEnd& end)> on_end;     ///< once, after the last line
  };

  /// Starts argv[0] (a path) with the rest as arguments; throws std::system_error when that fails.
  /// With `error_file`, its standard error is appended there instead of being kept.
  ChildProcess(boost::asio::io_context& io, const std::vector<std::string>& argv, Handlers handlers,
               const std::string& error_file = "");
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;
  ~ChildProcess();

  /// One line to its standard input; what cannot be written shows as its end.
  void write_line(std::string line);
  /// Closes its standard input.
  void close_input();
  /// Asks it to end (SIGTERM).
  void terminate();
  /// Ends it (SIGKILL).
  void kill();
  int id() const;
  /// The last 4 KiB of its standard error so far.
  std::string error_tail() const;

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace cts
