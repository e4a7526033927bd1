#pragma once

#include "config/site.h"

namespace refd {

/// The site, with a free port in the place of each 0 in its routes for mail: for whoever wants to receive
/// what leaves the server. Throws std::system_error for an address that is not this machine's.
Site with_free_route_ports(Site site);

}  // namespace refd
