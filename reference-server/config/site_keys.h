#pragma once

#include "config/asked_key.h"

namespace refd {

/// Every key that a site file may have, in the order in which it is read.
AskedKeys site_keys();

}  // namespace refd
