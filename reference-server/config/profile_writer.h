#pragma once

#include <string>

#include "config/site.h"

namespace refd {

/// A profile file (TOML, version 1) for the conformance suite that says in what this site's promises differ
/// from its plan's, as a site that was scaled down for tests does; empty when they do not.
std::string profile_file(const Site& site);

}  // namespace refd
