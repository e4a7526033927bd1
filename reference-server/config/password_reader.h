#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "config/site.h"
#include "config/site_reader.h"
#include "config/table_reader.h"

namespace refd {

/// The login name under `key`, which must be there.
std::string read_login_name(TableReader& table, std::string_view key);

/// The password that exactly one of password_env, password_file and password_hash of `table` gives. Relative
/// files stand in `folder`.
SitePassword read_password(TableReader& table, const std::filesystem::path& folder,
                           const SecretSources& secrets);

}  // namespace refd
