// hosting-script: runs one script of the customer's for hosting-refd, as the customer, within limits, and
// ends everything that it has started when the server says so or is no more. Small, static and without a
// heap, since it is started for every script.

#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "cgi/wrapper/failure.h"
#include "cgi/wrapper/mounts.h"
#include "cgi/wrapper/orders.h"
#include "cgi/wrapper/report.h"
#include "cgi/wrapper/script_file.h"
#include "cgi/wrapper/start.h"
#include "cgi/wrapper/supervise.h"

namespace refd::cgi::wrapper {
namespace {

constexpr int exit_usage = 64;

// The root of the tree as the process's own mounts show it, where those were changed.
int root_to_search(const Orders& orders, int given) {
  const bool has_own_mounts = orders.is_in_world || (orders.is_stranger && !orders.changes_user);
  if (!has_own_mounts || orders.root == nullptr) return given;
  return ::open(orders.root, O_PATH | O_DIRECTORY | O_CLOEXEC);
}

int give_up(const Failure& failure) {
  tell(failure);
  return 1;
}

int run(char** words) {
  Orders orders;
  if (!read_orders(words, orders)) {
    constexpr char text[] =
        "hosting-script is started by hosting-refd, for scripts; it is nothing to be called\n";
    [[maybe_unused]] const auto ignored = ::write(STDERR_FILENO, text, sizeof text - 1);
    return exit_usage;
  }
  // The server's connections are no script's to speak on, nor to keep open; and it may have more open than it
  // knows of, in libraries.
  const unsigned first_unknown = orders.is_in_world ? world_descriptor + 1 : world_descriptor;
  if (::syscall(SYS_close_range, first_unknown, ~0U, 0) != 0) return exit_usage;
  ::fcntl(control_descriptor, F_SETFD, FD_CLOEXEC);
  ::fcntl(root_descriptor, F_SETFD, FD_CLOEXEC);
  if (orders.is_in_world) ::fcntl(world_descriptor, F_SETFD, FD_CLOEXEC);
  Failure failure;
  ScriptFile file;
  if (!change_what_is_found(orders, failure)) return give_up(failure);
  if (!find_script(root_to_search(orders, root_descriptor), orders, file, failure)) return give_up(failure);
  const int children = prepare_to_supervise();
  if (children < 0) {
    failure.set(other_failure, "the script could not be supervised");
    return give_up(failure);
  }
  const pid_t script = start_script(orders, file, failure);
  if (script < 0) return give_up(failure);
  // The script's alone: its end is seen when it closes them.
  ::close(STDIN_FILENO);
  ::close(STDOUT_FILENO);
  ::close(STDERR_FILENO);
  supervise(script, control_descriptor, children, orders.wall_seconds);
  return 0;
}

}  // namespace
}  // namespace refd::cgi::wrapper

int main(int argc, char** argv) {
  return refd::cgi::wrapper::run(argc > 0 ? argv + 1 : argv);
}
