#include "serve/state_folder.h"

#include <fcntl.h>
#include <sys/file.h>

#include <cstdlib>

#include "base/result.h"

namespace refd {

namespace fs = std::filesystem;

StateFolder::StateFolder(const std::string& given) : temporary_(given.empty()) {
  if (temporary_) {
    auto pattern = (fs::temp_directory_path() / "hosting-refd-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr)
      throw fs::filesystem_error("mkdtemp", pattern, last_system_error());
    path_ = pattern;
    // Programs of the customer's find their documents below; what is not for them is closed by itself.
    fs::permissions(path_, fs::perms::owner_all | fs::perms::group_exec | fs::perms::others_exec);
  } else {
    fs::create_directories(given);
    path_ = fs::canonical(given);
  }
  lock_ = UniqueFd(::open((path_ / "lock").c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600));
  if (!lock_ || ::flock(lock_.get(), LOCK_EX | LOCK_NB) != 0)
    throw fs::filesystem_error("another server uses this state", path_, last_system_error());
}

StateFolder::~StateFolder() {
  std::error_code ignored;
  if (temporary_) fs::remove_all(path_, ignored);
}

}  // namespace refd
