#pragma once

#include <optional>
#include <string>

#include "base/log.h"
#include "base/unique_fd.h"
#include "cgi/meta_variables.h"
#include "config/site.h"
#include "files/owner.h"
#include "serve/state_folder.h"

namespace refd {

/// Programs of ours that the customer's programs find on the machine: sendmail, at the manual's path (CGI-5),
/// of which the machine's own files know nothing.
struct OwnPrograms {
  std::string directory;  ///< holds them under their names
  std::string mail_drop;  ///< where sendmail leaves messages
  /// The mounts of a machine that has them in /usr/sbin, before its own. None where that cannot be had, as
  /// this server is not root or the kernel will not: then they are found by PATH alone.
  UniqueFd world;

  std::string sendmail() const { return directory + "/sendmail"; }
  std::string path() const {
    return world ? cgi::SitePlaces().path : directory + ":" + cgi::SitePlaces().path;
  }
};

/// Beside the server's own program, where it was built or installed.
std::string program_beside(const char* name);

/// A directory of the state that belongs to whoever runs the customer's programs, and is nobody else's.
/// Throws std::system_error.
std::string make_owned_directory(const std::string& path, const std::optional<Owner>& owner);

/// Puts them into the state. Throws std::system_error when that cannot be used.
OwnPrograms lay_out_own_programs(const Site& site, const StateFolder& state,
                                 const std::optional<Owner>& owner, const Log& log);

}  // namespace refd
