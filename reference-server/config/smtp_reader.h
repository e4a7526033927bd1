#pragma once

#include <string_view>

#include "config/site.h"
#include "config/table_reader.h"

namespace refd {

/// [limits.smtp]
void read_smtp_limits(TableReader table, Site::SmtpLimits& limits);

/// [smtp]: how mail for elsewhere leaves. The site's identity has been read.
void read_sending(TableReader table, Site& site);

/// Whether `name` is a host name in lower case.
bool is_host_name(std::string_view name);

}  // namespace refd
