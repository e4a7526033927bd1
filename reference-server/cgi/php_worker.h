#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <boost/asio/any_io_executor.hpp>

#include "base/result.h"
#include "base/unique_fd.h"

namespace refd::cgi {

struct PhpConnection;

/// What is different in each process.
struct PhpStart {
  unsigned number = 0;    ///< no two that live have the same
  bool may_write = true;  ///< there is room for files (WEB-QUOTA-3)
};

/// How a PHP process is started: by hosting-script, as any program of the customer's.
struct PhpCommand {
  std::string wrapper;                                              ///< the program hosting-script
  std::function<std::vector<std::string>(const PhpStart&)> orders;  ///< what it is told (wrapper/orders.h)
  std::vector<std::string> environment;                             ///< "NAME=value"
  int world = -1;    ///< mounts to see the machine through; -1: its own
  std::string root;  ///< of the customer's tree
  /// Where its socket has a name for a moment. Nobody else may look in there: whoever reaches PHP's socket
  /// has it run any file.
  std::string sockets;
};

/// One process that answers FastCGI requests, one after the other over one connection, which is nobody
/// else's. A value with one owner, whose end is the end of the process and of all that it started.
class PhpWorker {
 public:
  PhpWorker();
  PhpWorker(PhpWorker&& other) noexcept;
  PhpWorker& operator=(PhpWorker&& other) noexcept;
  PhpWorker(const PhpWorker&) = delete;
  PhpWorker& operator=(const PhpWorker&) = delete;
  /// Waits for the end.
  ~PhpWorker();

  /// Starts one; `errors` becomes its standard error.
  /// What is sent to it waits until it is ready; that it cannot be may show only when it has gone. ENOENT and
  /// the like when the wrapper is not there.
  static Result<PhpWorker> start(const PhpCommand& command, int errors, PhpStart how);

  explicit operator bool() const noexcept { return process_ > 0; }
  /// The connection, as long as the worker lives; made at the first call, for the context of `executor`. Null
  /// when it cannot be.
  PhpConnection* connection(const boost::asio::any_io_executor& executor);
  /// Whether it still listens, as far as can be known while no request is under way.
  bool is_alive() const noexcept;
  /// Ends it without waiting; the process is to be waited for. 0 when there is none.
  pid_t end() noexcept;

  std::uint64_t requests = 0;  ///< that it has completed
  PhpStart how;                ///< it was started
  std::chrono::steady_clock::time_point idle_since;

 private:
  pid_t process_ = 0;
  UniqueFd socket_;
  std::unique_ptr<PhpConnection> connection_;
  UniqueFd control_;
};

}  // namespace refd::cgi
