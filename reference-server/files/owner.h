#pragma once

#include <sys/types.h>

namespace refd {

/// An account of the machine, and its group, to whom files belong and as whom programs run.
struct Owner {
  uid_t user = 0;
  gid_t group = 0;
};

}  // namespace refd
