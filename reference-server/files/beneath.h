#pragma once

#include <string>

#include "base/result.h"
#include "base/unique_fd.h"
#include "files/tree_path.h"

namespace refd {

/// Opens `relative` below the directory `root` (openat2): no symbolic link is followed, neither on the way
/// nor at the end (ELOOP), and nothing outside `root` can be reached, whatever happens to the tree meanwhile.
Result<UniqueFd> open_beneath(int root, const std::string& relative, int flags);

/// The place that `path` leads to when its symbolic links are followed as if `root` were "/": a link's ".."
/// stops at the root, an absolute target begins there. A target that begins with `host_root`, the root's own
/// path on the machine, counts as seen from the root too: scripts write such links. Components that do not
/// exist are kept as they are. ELOOP after 40 links. The answer may be out of date when it is used: open it
/// with open_beneath().
Result<TreePath> resolve_links(int root, const std::string& host_root, const TreePath& path);

}  // namespace refd
