#include "cgi/wrapper/script_file.h"

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <errno.h>
#include <string.h>

#include "cgi/wrapper/report.h"

namespace refd::cgi::wrapper {

namespace {

int open_directory(int root, const char* path) {
  open_how how{};
  how.flags = O_PATH | O_DIRECTORY | O_CLOEXEC;
  how.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS | RESOLVE_NO_SYMLINKS;
  for (int attempt = 0; attempt < 8; ++attempt) {
    const long opened = ::syscall(SYS_openat2, root, path, &how, sizeof how);
    // A rename elsewhere raced with the walk.
    if (opened >= 0 || errno != EAGAIN) return static_cast<int>(opened);
  }
  return -1;
}

// What root owns, the operator has put there.
bool is_owned_well(const struct stat& facts, const Orders& orders) {
  return facts.st_uid == orders.owner || facts.st_uid == 0;
}

const char* base_name(const char* path) {
  const char* slash = strrchr(path, '/');
  return slash == nullptr ? path : slash + 1;
}

bool begins_with(const char* text, const char* beginning) {
  return strncmp(text, beginning, strlen(beginning)) == 0;
}

bool is_blank(char c) {
  return c == ' ' || c == '\t';
}

// Copies up to a blank or the end; where it stopped.
const char* take_word(const char* text, char* word) {
  while (*text != '\0' && !is_blank(*text)) *word++ = *text++;
  *word = '\0';
  while (is_blank(*text)) ++text;
  return text;
}

}  // namespace

bool find_script(int root, const Orders& orders, ScriptFile& file, Failure& failure) {
  file.directory = open_directory(root, orders.directory);
  if (file.directory < 0) {
    failure.set_error(other_failure, errno, "the directory cannot be used: ", orders.directory);
    return false;
  }
  if (orders.command != nullptr) return true;
  struct stat directory {};
  if (::fstat(file.directory, &directory) != 0 ||
      ::fstatat(file.directory, orders.name, &file.facts, AT_SYMLINK_NOFOLLOW) != 0) {
    failure.set_error(other_failure, errno, "the script cannot be found: ", orders.name);
  } else if (!S_ISREG(file.facts.st_mode)) {
    failure.set(other_failure, "the script is no regular file");
  } else if (!is_owned_well(file.facts, orders) || !is_owned_well(directory, orders)) {
    failure.set(other_failure, "the script, or its directory, belongs to somebody else");
  } else if ((file.facts.st_mode & (S_ISUID | S_ISGID)) != 0) {
    failure.set(other_failure, "the script has a set-user-id or set-group-id bit");
  } else if ((file.facts.st_mode & S_IWOTH) != 0) {
    failure.set(other_failure, "anybody may change the script (mode o+w): use mode 755");
  } else if ((directory.st_mode & S_IWOTH) != 0) {
    failure.set(other_failure, "anybody may write in the script's directory (mode o+w): use mode 755");
  }
  return !failure.is_set();
}

InterpreterLine read_interpreter_line(int directory, const char* name) {
  InterpreterLine line;
  const int file = ::openat(directory, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  if (file < 0) return line;
  char text[InterpreterLine::most_octets + 1] = {};
  const auto octets = ::read(file, text, InterpreterLine::most_octets);
  ::close(file);
  if (octets < 3 || text[0] != '#' || text[1] != '!') return line;
  text[octets] = '\0';
  if (char* end = strchr(text, '\n')) *end = '\0';
  const char* rest = text + 2;
  while (is_blank(*rest)) ++rest;
  rest = take_word(rest, line.program);
  memcpy(line.argument, rest, strlen(rest) + 1);  // it has room for the whole line
  line.is_there = line.program[0] != '\0';
  return line;
}

bool InterpreterLine::is_php() const {
  const char* name = base_name(program);
  return begins_with(strcmp(name, "env") == 0 ? argument : name, "php");
}

bool InterpreterLine::means_php() const {
  return is_php() && !begins_with(base_name(program), "php-cgi");
}

}  // namespace refd::cgi::wrapper
