#pragma once

#include "config/asked_key.h"

namespace cts {

/// Every key that a target file may have, in the order in which it is read.
AskedKeys target_keys();
/// The same of a profile; what stands when a key is absent is what the dedicated plan says.
AskedKeys profile_keys();

}  // namespace cts
