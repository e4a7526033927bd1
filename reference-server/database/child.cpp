#include "database/child.h"

#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <utility>

namespace refd::db {

namespace {

using Words = std::vector<char*>;

Words pointers_to(const std::vector<std::string>& words) {
  Words pointers;
  for (const auto& word : words)
    pointers.push_back(const_cast<char*>(word.c_str()));  // NOLINT: as exec has it
  pointers.push_back(nullptr);
  return pointers;
}

// What has to be known in the child, where nothing may be allocated.
struct Plan {
  char* const* words;
  char* const* environment;
  const Owner* user;
  int input;
  int output;
  int failure;
  pid_t parent;
};

// The plain system calls: the library's would tell threads that the child has not.
bool become(const Owner& user) {
  return ::syscall(SYS_setgroups, 1, &user.group) == 0 &&
         ::syscall(SYS_setresgid, user.group, user.group, user.group) == 0 &&
         ::syscall(SYS_setresuid, user.user, user.user, user.user) == 0;
}

void set_signals() {
  sigset_t none;
  sigemptyset(&none);
  for (const int number : {SIGPIPE, SIGTERM, SIGINT, SIGHUP, SIGCHLD}) ::signal(number, SIG_DFL);
  // NOLINTNEXTLINE(concurrency-mt-unsafe): after fork there is one thread
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
}

// What we have open is none of the program's business.
bool close_all_but(int kept) {
  constexpr unsigned first = STDERR_FILENO + 1;
  const auto last = static_cast<unsigned>(kept);
  return (last <= first || ::syscall(SYS_close_range, first, last - 1, 0) == 0) &&
         ::syscall(SYS_close_range, last + 1, ~0U, 0) == 0;
}

// In the child. Returns only when it fails.
void execute(const Plan& plan) {
  const int nothing = ::open("/dev/null", O_RDWR);
  if (::dup2(plan.input >= 0 ? plan.input : nothing, STDIN_FILENO) < 0 ||
      ::dup2(plan.output >= 0 ? plan.output : nothing, STDOUT_FILENO) < 0 ||
      ::dup2(STDOUT_FILENO, STDERR_FILENO) < 0 || !close_all_but(plan.failure)) {
    return;
  }
  ::setsid();
  ::umask(027);
  set_signals();
  if (plan.user != nullptr && !become(*plan.user)) return;
  // After the change of the user, which would undo it.
  if (::prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return;
  if (::getppid() != plan.parent) ::_exit(127);
  ::execve(plan.words[0], plan.words, plan.environment);
}

// What went wrong before the program ran; 0: it runs.
int failure_told(int pipe) {
  int error = 0;
  for (;;) {
    const auto got = ::read(pipe, &error, sizeof error);
    if (got < 0 && errno == EINTR) continue;
    return got == static_cast<ssize_t>(sizeof error) ? error : 0;
  }
}

}  // namespace

Child::Child(Child&& other) noexcept
    : pid_(std::exchange(other.pid_, 0)), process_(std::move(other.process_)), status_(other.status_) {}

Child& Child::operator=(Child&& other) noexcept {
  std::swap(pid_, other.pid_);
  std::swap(process_, other.process_);
  std::swap(status_, other.status_);
  return *this;
}

Child::~Child() {
  if (pid_ <= 0) return;
  signal(SIGKILL);
  ::waitpid(pid_, nullptr, 0);
}

Result<Child> Child::start(const ChildOptions& options) {
  const auto words = pointers_to(options.words);
  std::vector<std::string> environment{"PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LANG=C.UTF-8",
                                       "TZ=:/etc/localtime"};
  environment.insert(environment.end(), options.environment.begin(), options.environment.end());
  const auto variables = pointers_to(environment);
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return last_system_error();
  const UniqueFd told(ends[0]);
  UniqueFd telling(ends[1]);
  const Plan plan{words.data(),  variables.data(), options.user ? &*options.user : nullptr,
                  options.input, options.output,   telling.get(),
                  ::getpid()};
  Child child;
  child.pid_ = ::fork();
  if (child.pid_ == 0) {
    execute(plan);
    const int error = errno;
    [[maybe_unused]] const auto ignored = ::write(plan.failure, &error, sizeof error);
    ::_exit(127);
  }
  if (child.pid_ < 0) {
    child.pid_ = 0;
    return last_system_error();
  }
  telling.reset();
  if (const int error = failure_told(told.get()); error != 0) return system_error(error);
  child.process_ = UniqueFd(static_cast<int>(::syscall(SYS_pidfd_open, child.pid_, 0)));
  if (!child.process_) return last_system_error();
  return child;
}

bool Child::wait(std::chrono::milliseconds limit) {
  if (pid_ <= 0) return true;
  pollfd waited{process_.get(), POLLIN, 0};
  if (::poll(&waited, 1, static_cast<int>(limit.count())) <= 0) return false;
  if (::waitpid(pid_, &status_, WNOHANG) != pid_) return false;
  pid_ = 0;
  return true;
}

void Child::signal(int number) const noexcept {
  if (pid_ > 0) ::kill(pid_, number);
}

std::string Child::end_text() const {
  if (WIFSIGNALED(status_)) return "signal " + std::to_string(WTERMSIG(status_));
  return "status " + std::to_string(WEXITSTATUS(status_));
}

}  // namespace refd::db
