#pragma once

#include <optional>
#include <string>

#include "base/log.h"
#include "config/site.h"
#include "files/owner.h"
#include "serve/state_folder.h"

namespace refd {

/// Programs of ours that the customer's programs find on the machine.
struct OwnPrograms {
  std::string directory;  ///< holds them under their names: sendmail
  std::string mail_drop;  ///< where sendmail leaves messages
  std::string sendmail() const { return directory + "/sendmail"; }
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
