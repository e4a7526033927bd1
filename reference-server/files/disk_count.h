#pragma once

#include <string>

#include "base/disk_keeper.h"
#include "base/result.h"

namespace refd {

/// The disk space of everything below the directory `root`, itself included, as du(1) counts it: blocks, a
/// file with several names once, links not followed, other file systems left out. What vanishes meanwhile is
/// not counted; what cannot be read makes the count inexact. `without`: a name directly in `root` that is
/// left out; empty: none.
Result<DiskKeeper::Count> count_disk_use(int root, const std::string& without = {});

/// Octets of disk space that go when entry `name` of `directory` does: none when it is not there, or when the
/// same file has another name.
std::uint64_t space_of_entry(int directory, const std::string& name);
/// Octets of disk space of an open file or directory.
std::uint64_t space_of(int fd);

}  // namespace refd
