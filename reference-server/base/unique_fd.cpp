#include "base/unique_fd.h"

#include <unistd.h>

namespace refd {

void UniqueFd::reset() noexcept {
  if (fd_ >= 0) ::close(fd_);
  fd_ = -1;
}

}  // namespace refd
