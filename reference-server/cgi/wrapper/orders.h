#pragma once

#include <sys/resource.h>
#include <sys/types.h>

// hosting-script stays small and allocates nothing, as it is started for every script: no std::string here.
namespace refd::cgi::wrapper {

/// What the server orders, from the command line: words of the form name=value, then "--" and the arguments
/// for the script. Values point into the command line.
struct Orders {
  static constexpr int most_withheld = 32;

  bool changes_user = false;  ///< to the two below; needs root
  uid_t user = 0;
  gid_t group = 0;
  uid_t owner = 0;  ///< who has to own the script and its directory, unless root does

  rlim_t cpu_seconds = RLIM_INFINITY;
  rlim_t memory_octets = RLIM_INFINITY;
  rlim_t processes = RLIM_INFINITY;
  rlim_t open_files = RLIM_INFINITY;
  rlim_t file_octets = RLIM_INFINITY;
  unsigned wall_seconds = 0;  ///< 0: no limit

  const char* directory = nullptr;  ///< below the root, without links on the way; "." for the root itself
  const char* name = nullptr;       ///< of the script in it
  const char* path = nullptr;       ///< how the machine calls that file, if it can be reached so
  const char* command = nullptr;    ///< for a shell, instead of a script
  const char* php = nullptr;        ///< what runs a script whose interpreter is PHP; null: nothing does
  const char* root = nullptr;       ///< the root's path on the machine, for what follows
  bool is_in_world = false;         ///< sees the machine through mounts that the server has prepared
  bool is_stranger = false;         ///< may write nothing of the customer's
  const char* withheld[most_withheld] = {};  ///< programs that are not found
  int withheld_count = 0;

  char** arguments = nullptr;  ///< ends with a null pointer
};

/// Understands `words`, which end with a null pointer. False: they are not the server's.
bool read_orders(char** words, Orders& orders);

}  // namespace refd::cgi::wrapper
