#include "cgi/wrapper/mounts.h"

#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <unistd.h>

#include <errno.h>
#include <stdio.h>

#include "cgi/wrapper/report.h"

namespace refd::cgi::wrapper {

namespace {

bool write_file(const char* path, const char* format, unsigned number) {
  char text[64];
  const int size = snprintf(text, sizeof text, format, number, number);
  const int file = ::open(path, O_WRONLY | O_CLOEXEC);
  if (file < 0) return false;
  const bool written = ::write(file, text, static_cast<size_t>(size)) == size;
  ::close(file);
  return written;
}

// Mounts of its own. Who is not root is, for that, alone in a world where they are themselves.
bool separate() {
  if (::geteuid() == 0) {
    if (::unshare(CLONE_NEWNS) != 0) return false;
  } else {
    const auto user = ::geteuid();
    const auto group = ::getegid();
    if (::unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0 || !write_file("/proc/self/setgroups", "deny", 0) ||
        !write_file("/proc/self/uid_map", "%u %u 1", user) ||
        !write_file("/proc/self/gid_map", "%u %u 1", group)) {
      return false;
    }
  }
  return ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0;
}

}  // namespace

bool change_what_is_found(const Orders& orders, Failure& failure) {
  if (orders.is_in_world && ::setns(world_descriptor, CLONE_NEWNS) != 0) {
    failure.set_error(other_failure, errno, "the prepared mounts cannot be used");
    return false;
  }
  const bool is_write_protected = orders.is_stranger && !orders.changes_user && orders.root != nullptr;
  if (orders.withheld_count == 0 && !is_write_protected) return true;
  if (!separate()) {
    failure.set_error(other_failure, errno, "the script cannot be kept apart");
    return false;
  }
  for (int i = 0; i < orders.withheld_count; ++i) {
    // What is not there needs not be hidden.
    if (::mount("/dev/null", orders.withheld[i], nullptr, MS_BIND, nullptr) != 0 && errno != ENOENT) {
      failure.set_error(other_failure, errno, "a program cannot be withheld: ", orders.withheld[i]);
      return false;
    }
  }
  if (is_write_protected &&
      (::mount(orders.root, orders.root, nullptr, MS_BIND | MS_REC, nullptr) != 0 ||
       ::mount(nullptr, orders.root, nullptr, MS_BIND | MS_REMOUNT | MS_RDONLY, nullptr) != 0)) {
    failure.set_error(other_failure, errno, "the files cannot be protected");
    return false;
  }
  return true;
}

}  // namespace refd::cgi::wrapper
