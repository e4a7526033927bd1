#include "cgi/wrapper/descendants.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace refd::cgi::wrapper {

namespace {

// What getdents64() gives (man 2 getdents): opendir() would want a heap.
struct Entry {
  unsigned long long inode;
  long long offset;
  unsigned short size;
  unsigned char type;
  char name[1];
};

// The fourth word of its stat file, behind the name, which may hold anything.
pid_t parent_of(pid_t process) {
  char path[64];
  snprintf(path, sizeof path, "/proc/%d/stat", process);
  const int file = ::open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return -1;
  char text[512];
  const auto octets = ::read(file, text, sizeof text - 1);
  ::close(file);
  if (octets <= 0) return -1;
  text[octets] = '\0';
  const char* name_end = strrchr(text, ')');
  return name_end == nullptr || strlen(name_end) < 5 ? -1
                                                     : static_cast<pid_t>(strtol(name_end + 4, nullptr, 10));
}

}  // namespace

void Descendants::note(pid_t process) {
  if (process <= 1 || seen_count_ == most_processes) return;
  seen_[seen_count_++] = {process, parent_of(process), false};
}

void Descendants::find() {
  seen_count_ = count_ = 0;
  const int folder = ::open("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return;
  alignas(Entry) char entries[8192];
  long octets = 0;
  while ((octets = ::syscall(SYS_getdents64, folder, entries, sizeof entries)) > 0) {
    for (long at = 0; at < octets;) {
      const auto* entry = reinterpret_cast<const Entry*>(entries + at);
      note(static_cast<pid_t>(strtol(entry->name, nullptr, 10)));
      at += entry->size;
    }
  }
  ::close(folder);

  const pid_t self = ::getpid();
  for (int found = -1; found != count_;) {
    found = count_;
    for (int i = 0; i < seen_count_; ++i) {
      auto& process = seen_[i];
      if (process.is_ours) continue;
      bool is_ours = process.parent == self;
      for (int j = 0; j < seen_count_ && !is_ours; ++j)
        is_ours = seen_[j].is_ours && seen_[j].id == process.parent;
      if (!is_ours) continue;
      process.is_ours = true;
      ++count_;
    }
  }
}

void Descendants::signal_all(int signal) const {
  for (int i = 0; i < seen_count_; ++i) {
    if (seen_[i].is_ours) ::kill(seen_[i].id, signal);
  }
}

}  // namespace refd::cgi::wrapper
