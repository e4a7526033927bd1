#include "cgi/wrapper/supervise.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <ctime>

#include "cgi/wrapper/report.h"

namespace refd::cgi::wrapper {

namespace {

// How long a killed process is waited for before it is looked whether others are there to kill.
constexpr timespec kill_round = {0, 20'000'000};
constexpr int most_kill_rounds = 500;

void report_end(int control, int status) {
  char packet[16];
  const int size =
      std::snprintf(packet, sizeof packet, "%c%d", ended, WIFSIGNALED(status) ? WTERMSIG(status) : 0);
  ::send(control, packet, static_cast<std::size_t>(size), MSG_NOSIGNAL | MSG_DONTWAIT);
}

// Takes those that have ended; false when no child is left.
bool reap(pid_t script, int control) {
  for (;;) {
    int status = 0;
    const pid_t gone = ::waitpid(-1, &status, WNOHANG);
    if (gone == script && control >= 0) report_end(control, status);
    if (gone == 0) return true;
    if (gone < 0 && errno != EINTR) return false;
  }
}

// Whatever lost its parent is a child of ours.
void kill_children() {
  char path[64];
  std::snprintf(path, sizeof path, "/proc/self/task/%d/children", ::getpid());
  const int file = ::open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return;
  char text[4096];
  long pid = 0;
  ssize_t octets = 0;
  while ((octets = ::read(file, text, sizeof text)) > 0) {
    for (ssize_t i = 0; i < octets; ++i) {
      if (text[i] >= '0' && text[i] <= '9') {
        pid = pid * 10 + (text[i] - '0');
      } else {
        if (pid > 1) ::kill(static_cast<pid_t>(pid), SIGKILL);
        pid = 0;
      }
    }
  }
  ::close(file);
}

// The script's own group at once, so that none of it can start another meanwhile; then, in rounds, those that
// have left the group.
void kill_everything(pid_t script) {
  ::kill(-script, SIGKILL);
  sigset_t child_ended;
  sigemptyset(&child_ended);
  sigaddset(&child_ended, SIGCHLD);
  for (int round = 0; round < most_kill_rounds && reap(script, -1); ++round) {
    kill_children();
    ::sigtimedwait(&child_ended, nullptr, &kill_round);
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
