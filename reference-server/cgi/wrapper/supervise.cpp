#include "cgi/wrapper/supervise.h"

#include <poll.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <time.h>

#include "cgi/wrapper/descendants.h"
#include "cgi/wrapper/report.h"

namespace refd::cgi::wrapper {

namespace {

// How long a killed process is waited for before it is looked whether others are there to kill.
constexpr timespec time_to_die = {0, 20'000'000};
constexpr int most_looks = 100;

// Too large for the stack; untouched, and no cost, where nothing has to be killed.
constinit Descendants descendants;

void report_end(int control, int signal) {
  char packet[16];
  const int size = snprintf(packet, sizeof packet, "%c%d", ended, signal);
  ::send(control, packet, static_cast<size_t>(size), MSG_NOSIGNAL | MSG_DONTWAIT);
}

// Takes those that have ended; false when no child is left.
bool reap(pid_t script, int control) {
  for (;;) {
    int status = 0;
    const pid_t gone = ::waitpid(-1, &status, WNOHANG);
    if (gone == script && control >= 0 && WIFSIGNALED(status)) report_end(control, WTERMSIG(status));
    if (gone == 0) return true;
    if (gone < 0 && errno != EINTR) return false;
  }
}

// The script's own group at once, so that none of it can start another meanwhile; then those that have left
// the group. They are stopped before any is killed: a process more or less could be the place for one more.
void kill_everything(pid_t script) {
  ::kill(-script, SIGKILL);
  sigset_t child_ended;
  sigemptyset(&child_ended);
  sigaddset(&child_ended, SIGCHLD);
  while (reap(script, -1)) {
    ::sigtimedwait(&child_ended, nullptr, &time_to_die);
    if (!reap(script, -1)) return;
    int before = -1;
    for (int look = 0; look < most_looks; ++look) {
      descendants.find();
      descendants.signal_all(SIGSTOP);
      if (descendants.count() == before) break;
      before = descendants.count();
    }
    descendants.signal_all(SIGKILL);
  }
}

long long now_in_milliseconds() {
  timespec now{};
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<long long>(now.tv_sec) * 1000 + now.tv_nsec / 1'000'000;
}

}  // namespace

int prepare_to_supervise() {
  if (::prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0) return -1;
  sigset_t child_ended;
  sigemptyset(&child_ended);
  sigaddset(&child_ended, SIGCHLD);
  // NOLINTNEXTLINE(concurrency-mt-unsafe): there is one thread
  if (::sigprocmask(SIG_BLOCK, &child_ended, nullptr) != 0) return -1;
  return ::signalfd(-1, &child_ended, SFD_CLOEXEC | SFD_NONBLOCK);
}

void supervise(pid_t script, int control, int children, unsigned wall_seconds) {
  const auto deadline = now_in_milliseconds() + 1000LL * wall_seconds;
  pollfd waited[] = {{control, POLLIN | POLLRDHUP, 0}, {children, POLLIN, 0}};
  for (;;) {
    const auto left = wall_seconds == 0 ? -1 : deadline - now_in_milliseconds();
    if (wall_seconds != 0 && left <= 0) break;
    const int ready = ::poll(waited, 2, wall_seconds == 0 ? -1 : static_cast<int>(left));
    if (ready < 0 && errno != EINTR) break;
    // The server says nothing; whatever comes is its end.
    if (waited[0].revents != 0) break;
    signalfd_siginfo taken{};
    while (::read(children, &taken, sizeof taken) > 0) continue;
    if (!reap(script, control)) return;
  }
  kill_everything(script);
}

}  // namespace refd::cgi::wrapper
