#pragma once

#include <sys/stat.h>

#include "cgi/wrapper/failure.h"
#include "cgi/wrapper/orders.h"

namespace refd::cgi::wrapper {

/// The script's directory, open, and the file in it.
struct ScriptFile {
  int directory = -1;
  struct stat facts {};  ///< of the script; nothing for a command
};

/// Finds the script below `root`, an open directory, and checks who owns it and its directory, and who else
/// may change them.
bool find_script(int root, const Orders& orders, ScriptFile& file, Failure& failure);

/// What stands in a script's first line after "#!".
struct InterpreterLine {
  static constexpr int most_octets = 256;  ///< as the kernel reads

  bool is_there = false;
  char program[most_octets] = {};
  char argument[most_octets] = {};  ///< empty: none

  /// Whether PHP is meant, other than php-cgi itself.
  bool means_php() const;
  /// Whether it is PHP in whatever form.
  bool is_php() const;
};

/// Of the file `name` in `directory`; nothing for one that cannot be read.
InterpreterLine read_interpreter_line(int directory, const char* name);

}  // namespace refd::cgi::wrapper
