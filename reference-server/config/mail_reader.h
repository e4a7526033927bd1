#pragma once

#include <filesystem>

#include "config/site.h"
#include "config/site_reader.h"
#include "config/table_reader.h"

namespace refd {

/// The [[mail_account]] tables of a site file, whose domain and plan have been read.
void read_mail_accounts(TableReader& top, const std::filesystem::path& folder, const SecretSources& secrets,
                        Site& site);

/// [tls]: certificate and key, both or none.
void read_tls(TableReader table, const std::filesystem::path& folder, Site::Tls& tls);

/// [limits.pop]
void read_pop_limits(TableReader table, Site::PopLimits& limits);

}  // namespace refd
