#include "cgi/wrapper/start.h"

#include <fcntl.h>
#include <grp.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <time.h>

#include "cgi/wrapper/report.h"

namespace refd::cgi::wrapper {

namespace {

constexpr int most_variables = 4096;
constexpr int most_arguments = 1024;
// As much as there are addresses for. To have no limit at all is something else to programs that ask.
constexpr rlim_t whole_address_space = rlim_t{1} << 47;

bool set_limit(int resource, rlim_t soft, rlim_t hard) {
  if (soft == RLIM_INFINITY) return true;
  rlimit limit{};
  if (::getrlimit(resource, &limit) != 0) return false;
  // Nobody but root may have more than there was.
  limit.rlim_max = hard < limit.rlim_max ? hard : limit.rlim_max;
  limit.rlim_cur = soft < limit.rlim_max ? soft : limit.rlim_max;
  return ::setrlimit(resource, &limit) == 0;
}

bool set_limits(const Orders& orders) {
  // A second more, for a program that wants to hear of it (SIGXCPU).
  const auto hard_cpu = orders.cpu_seconds == RLIM_INFINITY ? RLIM_INFINITY : orders.cpu_seconds + 1;
  const auto memory = orders.memory_octets < whole_address_space ? orders.memory_octets : RLIM_INFINITY;
  return set_limit(RLIMIT_CORE, 0, 0) && set_limit(RLIMIT_CPU, orders.cpu_seconds, hard_cpu) &&
         set_limit(RLIMIT_AS, memory, memory) &&
         set_limit(RLIMIT_NPROC, orders.processes, orders.processes) &&
         set_limit(RLIMIT_NOFILE, orders.open_files, orders.open_files) &&
         set_limit(RLIMIT_FSIZE, orders.file_octets, orders.file_octets);
}

// The plain system calls: the library's would tell threads that this program has not.
bool become_user(const Orders& orders) {
  if (!orders.changes_user) return true;
  return ::syscall(SYS_setgroups, 1, &orders.group) == 0 &&
         ::syscall(SYS_setresgid, orders.group, orders.group, orders.group) == 0 &&
         ::syscall(SYS_setresuid, orders.user, orders.user, orders.user) == 0;
}

// Should the supervisor be killed itself, nobody else would end the script.
bool dies_with_its_supervisor() {
  return ::prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) == 0;
}

// A file that is too large for its limit is an error to whoever writes it, not a signal that kills.
void set_signals() {
  struct sigaction ignore {};
  ignore.sa_handler = SIG_IGN;
  ::sigaction(SIGXFSZ, &ignore, nullptr);
  sigset_t none;
  sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);  // NOLINT(concurrency-mt-unsafe): there is one thread
}

// The path that the script gets to know itself by: the machine's where that leads to the same file.
const char* path_to_execute(const Orders& orders, const ScriptFile& file) {
  struct stat there {};
  const bool is_same = orders.path != nullptr && ::stat(orders.path, &there) == 0 &&
                       there.st_ino == file.facts.st_ino && there.st_dev == file.facts.st_dev;
  return is_same ? orders.path : orders.name;
}

// Whatever the server starts has, for a moment, a copy of all that the server has open for writing: also of a
// script that is just being stored, which can be executed when that moment is over.
void execute_once_stored(const char* program, char** arguments, char** environment) {
  constexpr int most_tries = 10;
  timespec pause{0, 1'000'000};
  for (int tries = 1; tries <= most_tries; ++tries) {
    ::execve(program, arguments, environment);
    if (errno != ETXTBSY || tries == most_tries) return;
    ::nanosleep(&pause, nullptr);
    pause.tv_nsec *= 2;
  }
}

void execute(const char* program, char** arguments, bool is_php) {
  if (!is_php) {
    execute_once_stored(program, arguments, environ);
    return;
  }
  // Without this variable php-cgi thinks that it was called by its own URL.
  char* environment[most_variables + 2];
  int count = 0;
  while (count < most_variables && environ[count] != nullptr) {
    environment[count] = environ[count];
    ++count;
  }
  char redirected[] = "REDIRECT_STATUS=200";
  environment[count++] = redirected;
  environment[count] = nullptr;
  ::execve(program, arguments, environment);
}

void execute_command(const Orders& orders, Failure& failure) {
  char shell[] = "/bin/sh";
  char option[] = "-c";
  char* arguments[] = {shell, option, const_cast<char*>(orders.command), nullptr};  // NOLINT: execve's type
  ::execve(shell, arguments, environ);
  failure.set_error(errno == EAGAIN ? too_busy : other_failure, errno, shell);
}

void explain_failed_exec(int error, const InterpreterLine& line, Failure& failure) {
  if (error == ENOEXEC) {
    failure.set(no_interpreter_line, "no interpreter line: the first line must be like #!/usr/bin/perl");
  } else if (error == EAGAIN) {
    failure.set(too_busy, "too many processes of this site run at once");
  } else if (line.is_there && (error == ENOENT || error == EACCES || error == ENOTDIR || error == ELOOP)) {
    failure.set_error(bad_interpreter, error, "bad interpreter ", line.program);
  } else {
    failure.set_error(other_failure, error, "the script cannot be executed");
  }
}

void execute_script(const Orders& orders, const ScriptFile& file, Failure& failure) {
  if (::faccessat(file.directory, orders.name, X_OK, 0) != 0) {
    failure.set_error(no_permission, errno, "no permission to execute the script (use mode 755)");
    return;
  }
  const auto line = read_interpreter_line(file.directory, orders.name);
  if (line.is_php() && orders.php == nullptr) {
    failure.set(bad_interpreter, "bad interpreter ", line.program, ": PHP may not be it");
    return;
  }
  char* arguments[most_arguments + 2];
  int count = 0;
  const char* path = path_to_execute(orders, file);
  if (line.means_php()) {
    path = orders.php;  // php-cgi reads from the environment which script it is to run
  }
  arguments[count++] = const_cast<char*>(path);  // NOLINT: execve's type
  for (char** word = orders.arguments; *word != nullptr && count <= most_arguments && !line.is_php(); ++word)
    arguments[count++] = *word;
  arguments[count] = nullptr;
  execute(path, arguments, line.is_php());
  explain_failed_exec(errno, line, failure);
}

// In the child, which has the parent's memory until it executes something else.
void run(const Orders& orders, const ScriptFile& file, Failure& failure) {
  ::setsid();
  ::umask(022);
  set_signals();
  if (::fchdir(file.directory) != 0) {
    failure.set_error(other_failure, errno, "the directory cannot be entered: ", orders.directory);
  } else if (!set_limits(orders)) {
    failure.set_error(other_failure, errno, "the limits cannot be set");
  } else if (!become_user(orders)) {
    failure.set_error(errno == EAGAIN ? too_busy : other_failure, errno, "the user cannot be changed");
  } else if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || !dies_with_its_supervisor()) {
    failure.set_error(other_failure, errno, "privileges cannot be given up");
  } else if (orders.command != nullptr) {
    execute_command(orders, failure);
  } else {
    execute_script(orders, file, failure);
  }
}

}  // namespace

pid_t start_script(const Orders& orders, const ScriptFile& file, Failure& failure) {
  // The two share their memory until the child executes: it writes to `failure` and to its own stack only.
  const pid_t child = ::vfork();  // NOLINT(clang-analyzer-security.insecureAPI.vfork)
  if (child == 0) {
    run(orders, file, failure);
    tell(failure);
    ::_exit(127);
  }
  if (child < 0)
    failure.set_error(errno == EAGAIN ? too_busy : other_failure, errno, "no process can be started");
  return child;
}

}  // namespace refd::cgi::wrapper
