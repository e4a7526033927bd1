#pragma once

#include <string>

#include "config/config_error.h"

namespace cts {

class StrictTable;

/// How much of the target's strength a run may take: [load] of a target file. Apart from Target, which every
/// scenario includes and none of them needs this of.
struct Load {
  unsigned scenarios_at_once = 64;
};

/// Of [load] in a target file; all may be absent.
Load read_load(StrictTable& table);
/// Of the target in `file`, which load_target() has read.
Load load_of(const std::string& file);

}  // namespace cts
