#pragma once

#include <filesystem>

#include "config/site.h"
#include "config/site_reader.h"
#include "config/table_reader.h"

namespace refd {

void read_contract(TableReader table, Site::Contract& contract);

/// Reads [members] of `top`, where it is. Relative files stand in `folder`.
void read_members(TableReader& top, const std::filesystem::path& folder, const SecretSources& secrets,
                  Site& site);

}  // namespace refd
