#include "cgi/script_process.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "cgi/wrapper/report.h"

namespace refd::cgi {

namespace asio = boost::asio;
using asio::posix::stream_descriptor;

namespace {

constexpr int first_free_descriptor = wrapper::world_descriptor + 1;

// Not one of those that the wrapper gets by number, which would be overwritten before its turn.
Result<UniqueFd> moved_up(int descriptor) {
  if (descriptor >= first_free_descriptor) return UniqueFd(descriptor);
  UniqueFd low(descriptor);
  UniqueFd high(::fcntl(descriptor, F_DUPFD_CLOEXEC, first_free_descriptor));
  if (!high) return last_system_error();
  return high;
}

struct Ends {
  UniqueFd ours;
  UniqueFd theirs;
};

Result<Ends> ends_of(int ours, int theirs) {
  auto our_end = moved_up(ours);
  auto their_end = moved_up(theirs);
  if (!our_end) return our_end.error();
  if (!their_end) return their_end.error();
  return Ends{std::move(*our_end), std::move(*their_end)};
}

enum class Direction { in, out };

Result<Ends> make_pipe(Direction direction) {
  std::array<int, 2> both{};
  if (::pipe2(both.data(), O_CLOEXEC) != 0) return last_system_error();
  return direction == Direction::out ? ends_of(both[0], both[1]) : ends_of(both[1], both[0]);
}

Result<Ends> make_control() {
  std::array<int, 2> both{};
  if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, both.data()) != 0) return last_system_error();
  return ends_of(both[0], both[1]);
}

Result<Ends> nothing_to_read() {
  const int empty = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  if (empty < 0) return last_system_error();
  auto theirs = moved_up(empty);
  if (!theirs) return theirs.error();
  return Ends{UniqueFd(), std::move(*theirs)};
}

// What posix_spawn() is told, released at the end.
class SpawnOrders {
 public:
  SpawnOrders() {
    ::posix_spawn_file_actions_init(&files_);
    ::posix_spawnattr_init(&attributes_);
    // This process ignores and blocks signals that a script is to know.
    sigset_t signals;
    sigemptyset(&signals);
    ::posix_spawnattr_setsigmask(&attributes_, &signals);
    sigfillset(&signals);
    ::posix_spawnattr_setsigdefault(&attributes_, &signals);
    ::posix_spawnattr_setflags(&attributes_,
                               POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSID);
  }
  SpawnOrders(const SpawnOrders&) = delete;
  SpawnOrders& operator=(const SpawnOrders&) = delete;
  ~SpawnOrders() {
    ::posix_spawnattr_destroy(&attributes_);
    ::posix_spawn_file_actions_destroy(&files_);
  }

  void give(int descriptor, int number) { ::posix_spawn_file_actions_adddup2(&files_, descriptor, number); }
  const posix_spawn_file_actions_t* files() const { return &files_; }
  const posix_spawnattr_t* attributes() const { return &attributes_; }

 private:
  posix_spawn_file_actions_t files_{};
  posix_spawnattr_t attributes_{};
};

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  pointers.reserve(texts.size() + 1);
  for (auto& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

Result<pid_t> spawn(const ScriptProcess::Order& order, const SpawnOrders& orders) {
  std::vector<std::string> words{order.wrapper};
  words.insert(words.end(), order.words.begin(), order.words.end());
  std::vector<std::string> environment;
  environment.reserve(order.environment.size());
  for (const auto& [name, value] : order.environment) environment.push_back(name + "=" + value);
  const auto arguments = pointers_to(words);
  const auto variables = pointers_to(environment);
  pid_t pid = -1;
  const int failed = ::posix_spawn(&pid, order.wrapper.c_str(), orders.files(), orders.attributes(),
                                   arguments.data(), variables.data());
  if (failed != 0) return system_error(failed);
  return pid;
}

}  // namespace

ScriptProcess::ScriptProcess(const asio::any_io_executor& strand)
    : input_(strand), output_(strand), errors_(strand), process_(strand) {}

// Whoever started it has waited for its end, or is ending as well: then it ends with its control socket.
ScriptProcess::~ScriptProcess() = default;

Result<std::shared_ptr<ScriptProcess>> ScriptProcess::start(const asio::any_io_executor& strand,
                                                            const Order& order) {
  auto input = order.has_input ? make_pipe(Direction::in) : nothing_to_read();
  if (!input) return input.error();
  auto output = make_pipe(Direction::out);
  if (!output) return output.error();
  auto errors = make_pipe(Direction::out);
  if (!errors) return errors.error();
  auto control = make_control();
  if (!control) return control.error();

  SpawnOrders orders;
  orders.give(input->theirs.get(), STDIN_FILENO);
  orders.give(output->theirs.get(), STDOUT_FILENO);
  orders.give(errors->theirs.get(), STDERR_FILENO);
  orders.give(control->theirs.get(), wrapper::control_descriptor);
  orders.give(order.root, wrapper::root_descriptor);
  if (order.world >= 0) orders.give(order.world, wrapper::world_descriptor);
  const std::shared_ptr<ScriptProcess> process(new ScriptProcess(strand));
  const auto pid = spawn(order, orders);
  if (!pid) return pid.error();
  process->pid_ = *pid;
  process->control_ = std::move(control->ours);
  // (The header of glibc 2.36 that declares it does so for C only.)
  const int watched = static_cast<int>(::syscall(SYS_pidfd_open, *pid, 0));
  if (watched < 0) {
    const auto error = last_system_error();
    ::kill(*pid, SIGKILL);
    ::waitpid(*pid, nullptr, 0);
    return error;
  }
  process->process_.assign(watched);
  process->output_.assign(output->ours.release());
  process->errors_.assign(errors->ours.release());
  if (input->ours) process->input_.assign(input->ours.release());
  return process;
}

void ScriptProcess::stop() noexcept {
  was_stopped_ = true;
  ::shutdown(control_.get(), SHUT_WR);
}

void ScriptProcess::read_reports() {
  std::array<char, 1024> packet{};
  for (;;) {
    const auto octets = ::recv(control_.get(), packet.data(), packet.size(), MSG_DONTWAIT);
    if (octets < 0 && errno == EINTR) continue;
    if (octets <= 0) return;
    reports_.add({packet.data(), static_cast<std::size_t>(octets)});
  }
}

const std::optional<ScriptProcess::StartFailure>& ScriptProcess::start_failure() {
  read_reports();
  return reports_.start_failure();
}

int ScriptProcess::ending_signal() {
  read_reports();
  return reports_.ending_signal();
}

asio::awaitable<void> ScriptProcess::until_gone() {
  boost::system::error_code error;
  do {
    std::tie(error) =
        co_await process_.async_wait(stream_descriptor::wait_read, asio::as_tuple(asio::use_awaitable));
  } while (!error && ::waitpid(pid_, nullptr, WNOHANG) == 0);
}

}  // namespace refd::cgi
