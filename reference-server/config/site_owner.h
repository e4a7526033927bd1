#pragma once

#include <optional>

#include "config/site.h"
#include "files/owner.h"

namespace refd {

/// Whom the customer's files belong to, and as whom programs of the customer's run, where this server is
/// root; none where it is not, as it can give nothing away then. Throws std::system_error when the site names
/// an account that is not there, or root.
std::optional<Owner> owner_of(const Site& site);

}  // namespace refd
