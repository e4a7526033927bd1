#pragma once

#include "config/asked_key.h"

namespace cts {

/// Every key that a file of known failures may have, in the order in which it is read.
AskedKeys expectation_keys();

}  // namespace cts
