#pragma once

#include <sys/types.h>

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

#include "base/result.h"
#include "base/unique_fd.h"
#include "cgi/meta_variables.h"
#include "cgi/script_reports.h"

namespace refd::cgi {

/// A script that was given to hosting-script (cgi/wrapper), and everything that it starts. Used on the strand
/// that it was started for, except stop().
class ScriptProcess {
 public:
  struct Order {
    const std::string& wrapper;             ///< the program hosting-script
    const std::vector<std::string>& words;  ///< what it is told (wrapper/orders.h)
    const Variables& environment;           ///< of the script
    int world;                              ///< the mounts to see the machine through; -1: the server's own
    int root;                               ///< of the customer's tree, an open directory
    bool has_input;                         ///< else there is nothing to read
  };
  using StartFailure = ScriptReports::StartFailure;

  /// Starts it without waiting for more than the kernel.
  static Result<std::shared_ptr<ScriptProcess>> start(const boost::asio::any_io_executor& strand,
                                                      const Order& order);

  ScriptProcess(const ScriptProcess&) = delete;
  ScriptProcess& operator=(const ScriptProcess&) = delete;
  ~ScriptProcess();

  boost::asio::posix::stream_descriptor& input() noexcept { return input_; }
  boost::asio::posix::stream_descriptor& output() noexcept { return output_; }
  boost::asio::posix::stream_descriptor& errors() noexcept { return errors_; }

  /// Ends it and everything that it has started, soon. From any thread.
  void stop() noexcept;
  bool was_stopped() const noexcept { return was_stopped_; }

  /// Known when its output has ended: whether it could not be started.
  const std::optional<StartFailure>& start_failure();
  /// The signal that ended the script itself; 0: none, as far as is known.
  int ending_signal();

  /// Returns when nothing is left of it. Once.
  boost::asio::awaitable<void> until_gone();

 private:
  explicit ScriptProcess(const boost::asio::any_io_executor& strand);
  void read_reports();

  boost::asio::posix::stream_descriptor input_;
  boost::asio::posix::stream_descriptor output_;
  boost::asio::posix::stream_descriptor errors_;
  boost::asio::posix::stream_descriptor process_;  // a pidfd
  UniqueFd control_;
  pid_t pid_ = -1;
  std::atomic<bool> was_stopped_{false};
  ScriptReports reports_;
};

}  // namespace refd::cgi
