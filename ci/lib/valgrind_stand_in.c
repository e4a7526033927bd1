// Debian 12's valgrind knows neither openat2 nor pidfd_open, without which hosting-refd does not start, and no script.
// Preloaded, this does the first by steps, as far as hosting-refd asks for it, and the second by a thread that waits.
// For counting only: it costs a few hundred instructions, and resists no races.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

__attribute__((noinline)) static long raw(long number, long a, long b, long c, long d, long e, long f) {
  register long r10 __asm__("r10") = d;
  register long r8 __asm__("r8") = e;
  register long r9 __asm__("r9") = f;
  long result;
  __asm__ volatile("syscall"
                   : "=a"(result)
                   : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
                   : "rcx", "r11", "memory");
  if (result < 0 && result > -4096) {
    errno = (int)-result;
    return -1;
  }
  return result;
}

static int open_step(int directory, const char* name, int flags, mode_t mode) {
  const int fd = openat(directory, name, flags | O_NOFOLLOW | O_CLOEXEC, mode);
  struct stat status;
  if (fd < 0 || !(flags & O_PATH) || fstat(fd, &status) != 0 || !S_ISLNK(status.st_mode)) return fd;
  close(fd);
  errno = ELOOP;
  return -1;
}

static long open_by_steps(int directory, const char* path, const struct open_how* how) {
  char name[256];
  int at = directory;
  for (;;) {
    const char* slash = strchr(path, '/');
    const int last = slash == NULL;
    const size_t length = last ? strlen(path) : (size_t)(slash - path);
    if (length == 0 || length >= sizeof name || *path == '/') return errno = length == 0 ? ENOENT : EXDEV, -1;
    memcpy(name, path, length);
    name[length] = '\0';
    if (strcmp(name, "..") == 0) return errno = EXDEV, -1;
    const int fd = open_step(at, name, last ? (int)how->flags : O_PATH, last ? (mode_t)how->mode : 0);
    if (at != directory) close(at);
    if (fd < 0 || last) return fd;
    at = fd;
    path = slash + 1;
  }
}

struct Watch {
  pid_t process;
  int end;
};

static void* wait_for_end(void* watch) {
  const struct Watch told = *(struct Watch*)watch;
  siginfo_t information;
  free(watch);
  while (waitid(P_PID, (id_t)told.process, &information, WEXITED | WNOWAIT) != 0 && errno == EINTR) {
  }
  close(told.end);
  return NULL;
}

// A descriptor that can be read once the process has ended.
static long watch_process(pid_t process) {
  int ends[2];
  pthread_t thread;
  struct Watch* watch = malloc(sizeof *watch);
  if (watch == NULL || pipe2(ends, O_CLOEXEC) != 0) return free(watch), -1;
  *watch = (struct Watch){process, ends[1]};
  if (pthread_create(&thread, NULL, wait_for_end, watch) != 0) return free(watch), close(ends[0]), close(ends[1]), -1;
  pthread_detach(thread);
  return ends[0];
}

long syscall(long number, ...) {
  va_list list;
  va_start(list, number);
  long a[6];
  for (int i = 0; i < 6; ++i) a[i] = va_arg(list, long);
  va_end(list);
  if (number == SYS_openat2) return open_by_steps((int)a[0], (const char*)a[1], (const struct open_how*)a[2]);
  if (number == SYS_pidfd_open) return watch_process((pid_t)a[0]);
  return raw(number, a[0], a[1], a[2], a[3], a[4], a[5]);
}
