#pragma once

#include "config/strict_table.h"
#include "target/target.h"

namespace cts {

/// Reads where the pages of a members' site are, and how its forms call their fields.
void read_members_pages(StrictTable& table, Target::Members& members);

}  // namespace cts
