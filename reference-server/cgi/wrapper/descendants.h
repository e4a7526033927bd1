#pragma once

#include <sys/types.h>

namespace refd::cgi::wrapper {

/// Processes that this one has brought about, whichever way, as far as they still run. One look at all
/// processes of the machine.
class Descendants {
 public:
  static constexpr int most_processes = 32768;

  /// Looks.
  void find();
  int count() const { return count_; }
  void signal_all(int signal) const;

 private:
  void note(pid_t process);

  struct Process {
    pid_t id;
    pid_t parent;
    bool is_ours;
  };
  Process seen_[most_processes] = {};
  int seen_count_ = 0;
  int count_ = 0;
};

}  // namespace refd::cgi::wrapper
