#include "cgi/script_launcher.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>

#include <fmt/format.h>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

namespace refd::cgi {

namespace asio = boost::asio;

namespace {

constexpr auto no_throw = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t longest_complaint = 4096;
constexpr auto count_is_fresh = std::chrono::seconds(1);
// hosting-script sees to the time as well, in case that the server cannot.
constexpr auto wrapper_waits_longer = std::chrono::seconds(5);
// Nobody's account, and owner of nothing.
constexpr uid_t stranger = 65'533;
constexpr auto* php_cgi = "/usr/bin/php-cgi";

std::size_t count_processes_of(uid_t user) {
  const std::unique_ptr<DIR, int (*)(DIR*)> processes(::opendir("/proc"), ::closedir);
  if (!processes) return 0;
  std::size_t count = 0;
  while (const dirent* entry =
             ::readdir(processes.get())) {  // NOLINT(concurrency-mt-unsafe): this thread's stream
    struct stat status {};
    if (entry->d_name[0] < '1' || entry->d_name[0] > '9') continue;
    if (::fstatat(::dirfd(processes.get()), entry->d_name, &status, 0) != 0 || status.st_uid != user)
      continue;
    // Threads count as processes.
    const auto tasks = std::string(entry->d_name) + "/task";
    if (::fstatat(::dirfd(processes.get()), tasks.c_str(), &status, 0) == 0) count += status.st_nlink - 2;
  }
  return count;
}

}  // namespace

// What belongs to one program until nothing is left of it.
struct ScriptLauncher::Run {
  ScriptLauncher& launcher;
  std::shared_ptr<ScriptProcess> process;
  ScriptSlots::Slot slot;
  std::string visitor;
  std::string document;

  void complain(std::string_view text) const { launcher.parts_.errors.record(visitor, document, text); }
};

ScriptLauncher::ScriptLauncher(Parts parts, const Site::CgiLimits& limits)
    : parts_(std::move(parts)),
      limits_(limits),
      root_(::open(parts_.places.root.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC)),
      slots_({limits.at_once, limits.waiting, limits.turn}) {
  if (!root_) throw boost::system::system_error(last_system_error(), parts_.places.root);
  if (::access(parts_.wrapper.c_str(), X_OK) != 0)
    parts_.log->error("scripts cannot be run: {}: {}", parts_.wrapper, last_system_error().message());
}

ScriptLauncher::~ScriptLauncher() = default;

// The kernel counts all that its account runs, and the account may run other things: what is there already is
// not the script's.
std::size_t ScriptLauncher::processes_allowed() {
  const auto account = parts_.user ? parts_.user->user : ::geteuid();
  const std::lock_guard lock(counting_);
  const auto now = std::chrono::steady_clock::now();
  if (counted_ + count_is_fresh <= now) {
    account_runs_ = count_processes_of(account);
    counted_ = now;
  }
  return account_runs_ + limits_.processes;
}

void ScriptLauncher::add_limits(std::vector<std::string>& words, std::uint64_t file_octets) {
  words.push_back(fmt::format("memory={}", limits_.memory_octets));
  words.push_back(fmt::format("processes={}", processes_allowed()));
  words.push_back(fmt::format("files={}", limits_.open_files));
  words.push_back(fmt::format("file-octets={}", file_octets));
}

void ScriptLauncher::add_time_limits(std::vector<std::string>& words) const {
  words.push_back(fmt::format("cpu={}", limits_.cpu_time.count()));
  words.push_back(fmt::format("wall={}", (limits_.wall_time + wrapper_waits_longer).count()));
}

std::vector<std::string> ScriptLauncher::lasting_orders(const std::string& command, bool may_write) {
  std::vector<std::string> words{"directory=.", "root=" + parts_.places.root, "command=" + command};
  if (parts_.user) {
    words.push_back(fmt::format("user={}", parts_.user->user));
    words.push_back(fmt::format("group={}", parts_.user->group));
  }
  if (parts_.world >= 0) words.emplace_back("world");
  add_limits(words, may_write ? limits_.file_octets : 0);
  words.emplace_back("--");
  return words;
}

// WEB-QUOTA-3: no file of a script's can be larger than what is free when it begins.
std::uint64_t ScriptLauncher::file_octets_for(const CgiPolicy& policy) {
  const bool is_measured = parts_.ledger != nullptr && policy.scripts_heed_the_quota;
  return is_measured ? std::min(limits_.file_octets, parts_.ledger->room()) : limits_.file_octets;
}

std::vector<std::string> ScriptLauncher::orders(const Program& program, const CgiPolicy& policy) {
  std::vector<std::string> words;
  words.push_back("directory=" + program.directory.relative());
  words.push_back("root=" + parts_.places.root);
  words.push_back(fmt::format("owner={}", parts_.user ? parts_.user->user : ::geteuid()));
  if (program.command.empty()) {
    words.push_back("name=" + program.name);
    words.push_back("path=" + program.path);
  } else {
    words.push_back("command=" + program.command);
  }
  if (parts_.user) {
    words.push_back(
        fmt::format("user={}", policy.scripts_run_as_the_customer ? parts_.user->user : stranger));
    words.push_back(
        fmt::format("group={}", policy.scripts_run_as_the_customer ? parts_.user->group : stranger));
  }
  if (parts_.world >= 0) words.emplace_back("world");
  if (!policy.scripts_run_as_the_customer) words.emplace_back("stranger");
  if (policy.interpreter_may_be_php) words.push_back(std::string("php=") + php_cgi);
  for (const auto& withheld : policy.withheld_programs) words.push_back("withheld=" + withheld);
  if (policy.scripts_are_limited) {
    add_limits(words, file_octets_for(policy));
    add_time_limits(words);
  } else {
    words.push_back(fmt::format("file-octets={}", file_octets_for(policy)));
  }
  words.emplace_back("--");
  words.insert(words.end(), program.arguments.begin(), program.arguments.end());
  return words;
}

bool ScriptLauncher::enter(const std::shared_ptr<ScriptProcess>& process, const std::string& path) {
  const std::lock_guard lock(mutex_);
  if (is_stopped_) return false;
  running_.emplace(process, path);
  return true;
}

std::size_t ScriptLauncher::runs_of(const std::string& path) {
  const std::lock_guard lock(mutex_);
  return static_cast<std::size_t>(std::count_if(running_.begin(), running_.end(),
                                                [&path](const auto& row) { return row.second == path; }));
}

void ScriptLauncher::leave(const std::shared_ptr<ScriptProcess>& process) {
  const std::lock_guard lock(mutex_);
  running_.erase(process);
  if (running_.empty()) emptied_.notify_all();
}

std::size_t ScriptLauncher::stop_runs_of(const std::string& path) {
  const std::lock_guard lock(mutex_);
  std::size_t stopped = 0;
  for (const auto& [process, running] : running_) {
    if (running != path) continue;
    process->stop();
    ++stopped;
  }
  return stopped;
}

bool ScriptLauncher::stop(std::chrono::steady_clock::duration limit) {
  std::unique_lock lock(mutex_);
  is_stopped_ = true;
  for (const auto& [process, path] : running_) process->stop();
  return emptied_.wait_for(lock, limit, [this] { return running_.empty(); });
}

asio::awaitable<Result<std::shared_ptr<ScriptProcess>>> ScriptLauncher::launch(Program program) {
  const auto executor = co_await asio::this_coro::executor;
  auto slot = co_await slots_.take();
  if (!slot) co_return slot.error();
  if (runs_of(program.path) >= parts_.policies.cgi().visitors_of_a_script) co_return system_error(EAGAIN);
  const auto words = orders(program, parts_.policies.cgi());
  auto started = ScriptProcess::start(
      executor, {parts_.wrapper, words, program.environment, parts_.world, root_.get(), program.has_input});
  if (!started) {
    parts_.log->error("a script cannot be started: {}: {}", parts_.wrapper, started.error().message());
    co_return started.error();
  }
  auto process = std::move(*started);
  if (!enter(process, program.path)) process->stop();
  const auto run = std::make_shared<Run>(
      Run{*this, process, std::move(*slot), std::move(program.visitor), std::move(program.document)});
  asio::co_spawn(executor, copy_errors(run), asio::detached);
  asio::co_spawn(executor, see_to_its_end(run), asio::detached);
  co_return process;
}

// Line by line into the error log, as far as it keeps them; the rest is read all the same, so that the script
// does not wait.
asio::awaitable<void> ScriptLauncher::copy_errors(std::shared_ptr<Run> run) {
  auto left = run->launcher.limits_.error_octets;
  std::string gathered;
  std::string octets(longest_complaint, '\0');
  for (;;) {
    const auto [error, count] =
        co_await run->process->errors().async_read_some(asio::buffer(octets), no_throw);
    if (error) break;
    if (left == 0) continue;
    const auto kept = static_cast<std::size_t>(std::min<std::uint64_t>(left, count));
    left -= kept;
    gathered.append(octets, 0, kept);
    const auto end = gathered.rfind('\n');
    if (end != std::string::npos || gathered.size() > longest_complaint || left == 0) {
      const auto taken = end == std::string::npos || left == 0 ? gathered.size() : end + 1;
      run->complain(std::string_view(gathered).substr(0, taken));
      gathered.erase(0, taken);
    }
    if (left == 0) run->complain("it complains too much: the rest is left out");
  }
  if (!gathered.empty()) run->complain(gathered);
}

asio::awaitable<void> ScriptLauncher::see_to_its_end(std::shared_ptr<Run> run) {
  auto& launcher = run->launcher;
  auto& process = *run->process;
  asio::steady_timer time_is_up(co_await asio::this_coro::executor);
  if (launcher.parts_.policies.cgi().scripts_are_limited) {
    time_is_up.expires_after(launcher.limits_.wall_time);
    time_is_up.async_wait([run](const boost::system::error_code& error) {
      if (error) return;
      run->complain(fmt::format("stopped: it ran longer than {} s", run->launcher.limits_.wall_time.count()));
      run->process->stop();
    });
  }
  co_await process.until_gone();
  time_is_up.cancel();
  const int signal = process.ending_signal();
  if (signal != 0 && !process.was_stopped())
    run->complain(
        fmt::format("ended by signal {}{}", signal, signal == SIGXCPU ? ": too much processor time" : ""));
  // Somebody whom nobody could stop may still hold the other ends.
  if (process.was_stopped()) {
    boost::system::error_code ignored;
    process.errors().close(ignored);
    process.output().close(ignored);
  }
  if (launcher.parts_.ledger != nullptr) launcher.parts_.ledger->note_unseen_writer();
  run->slot = {};
  launcher.leave(run->process);
}

}  // namespace refd::cgi
