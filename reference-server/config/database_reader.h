#pragma once

#include "config/site.h"
#include "config/table_reader.h"

namespace refd {

/// [database]: the customer's databases, and the pages that manage them. The FTP account has been read: its
/// name and password are theirs (DB-2).
void read_database(TableReader table, Site& site);

}  // namespace refd
