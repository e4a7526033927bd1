#pragma once

#include <sys/types.h>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/unique_fd.h"
#include "files/owner.h"

namespace refd::db {

/// How a program is started.
struct ChildOptions {
  std::vector<std::string> words;        ///< its full path, and its arguments
  std::optional<Owner> user;             ///< whom it becomes; none: who we are
  std::vector<std::string> environment;  ///< besides PATH and LANG; only its own user can read it
  int input = -1;                        ///< its standard input; -1: nothing
  int output = -1;                       ///< its standard output and error output; -1: nowhere
};

/// A process of ours, which does not outlive us: it is killed when the thread that started it ends, however
/// that happens. A value with one owner, whose end is the end of the process.
class Child {
 public:
  Child() = default;
  Child(Child&& other) noexcept;
  Child& operator=(Child&& other) noexcept;
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  /// Kills it if it runs.
  ~Child();

  /// Starts it. What the program itself cannot be started for (ENOENT …) is told here, too.
  static Result<Child> start(const ChildOptions& options);

  explicit operator bool() const noexcept { return pid_ > 0; }
  pid_t pid() const noexcept { return pid_; }
  /// Becomes readable when it has ended, for poll(2).
  int ending() const noexcept { return process_.get(); }
  /// Whether it ended within `limit`; then it is gone, and status() tells how.
  bool wait(std::chrono::milliseconds limit);
  void signal(int number) const noexcept;
  /// As waitpid(2) has it, when it has ended.
  int status() const noexcept { return status_; }
  /// "status 1", "signal 9", for people.
  std::string end_text() const;

 private:
  pid_t pid_ = 0;
  UniqueFd process_;  // a pidfd
  int status_ = 0;
};

}  // namespace refd::db
