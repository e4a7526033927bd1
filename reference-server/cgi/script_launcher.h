#pragma once

#include <chrono>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include <boost/asio/awaitable.hpp>

#include "base/log.h"
#include "base/result.h"
#include "base/unique_fd.h"
#include "cgi/error_log.h"
#include "cgi/script_process.h"
#include "cgi/script_slots.h"
#include "config/site.h"
#include "files/owner.h"
#include "files/quota_ledger.h"
#include "policy/cgi_policy.h"

namespace refd::cgi {

/// The one place where programs of the customer's are started: as the customer, when their turn has come,
/// within the site's limits (CGI-4, CGI-7); everything is ended when its time is over, and at the end of the
/// server. Thread-safe. Outlives the context that its programs' streams belong to.
class ScriptLauncher {
 public:
  struct Parts {
    std::string wrapper;  ///< the program hosting-script
    SitePlaces places;
    /// Whom the files belong to and programs run as; none: the server's own user.
    std::optional<Owner> user;
    int world =
        -1;  ///< mounts to see the machine through (a descriptor that outlives the launcher); -1: its own
    const CgiPolicySource& policies;
    ErrorLog& errors;
    QuotaLedger* ledger = nullptr;  ///< null: no quota
    Log log;
  };
  struct Program {
    TreePath directory;   ///< without links on its way
    std::string name;     ///< of the script in it
    std::string command;  ///< for a shell, instead of a script
    std::string path;     ///< the script's, on the machine
    std::vector<std::string> arguments;
    Variables environment;
    bool has_input = false;
    std::string visitor;   ///< whom the error log names
    std::string document;  ///< and what
  };

  /// Throws boost::system::system_error when the site's root cannot be opened.
  ScriptLauncher(Parts parts, const Site::CgiLimits& limits);
  ScriptLauncher(const ScriptLauncher&) = delete;
  ScriptLauncher& operator=(const ScriptLauncher&) = delete;
  ~ScriptLauncher();

  const SitePlaces& places() const noexcept { return parts_.places; }
  const Site::CgiLimits& limits() const noexcept { return limits_; }
  const std::string& wrapper() const noexcept { return parts_.wrapper; }
  int world() const noexcept { return parts_.world; }
  ErrorLog& errors() const noexcept { return parts_.errors; }

  /// What hosting-script is told for a program that lives longer than a request, and answers many: a shell
  /// runs `command` in the root of the customer's tree, within all limits but those of time. Unless it
  /// `may_write`, what it writes to files fails.
  std::vector<std::string> lasting_orders(const std::string& command, bool may_write);

  /// Starts `program` when its turn has come. EAGAIN: it did not come.
  boost::asio::awaitable<Result<std::shared_ptr<ScriptProcess>>> launch(Program program);

  /// Ends whatever runs of the script at `path` on the machine, soon; how many runs. Others may begin at
  /// once.
  std::size_t stop_runs_of(const std::string& path);

  /// Ends every program, and lets none be started any more; whether all had ended within `limit`. Not to be
  /// called on a thread that runs them.
  bool stop(std::chrono::steady_clock::duration limit);

 private:
  struct Run;

  std::vector<std::string> orders(const Program& program, const CgiPolicy& policy);
  std::uint64_t file_octets_for(const CgiPolicy& policy);
  void add_limits(std::vector<std::string>& words, std::uint64_t file_octets);
  void add_time_limits(std::vector<std::string>& words) const;
  std::size_t processes_allowed();
  bool enter(const std::shared_ptr<ScriptProcess>& process, const std::string& path);
  std::size_t runs_of(const std::string& path);
  void leave(const std::shared_ptr<ScriptProcess>& process);
  static boost::asio::awaitable<void> copy_errors(std::shared_ptr<Run> run);
  static boost::asio::awaitable<void> see_to_its_end(std::shared_ptr<Run> run);

  const Parts parts_;
  const Site::CgiLimits limits_;
  UniqueFd root_;
  ScriptSlots slots_;

  std::mutex mutex_;
  std::condition_variable emptied_;
  std::map<std::shared_ptr<ScriptProcess>, std::string> running_;  // and the path of each
  bool is_stopped_ = false;

  std::mutex counting_;
  std::size_t account_runs_ = 0;
  std::chrono::steady_clock::time_point counted_;
};

}  // namespace refd::cgi
