#pragma once

#include <sys/types.h>

#include "cgi/wrapper/failure.h"
#include "cgi/wrapper/orders.h"
#include "cgi/wrapper/script_file.h"

namespace refd::cgi::wrapper {

/// Starts the script as a child: the customer's user, in a session of its own, within the limits. The child
/// tells the server itself when it cannot be executed. -1, with `failure` set, when there is no child.
pid_t start_script(const Orders& orders, const ScriptFile& file, Failure& failure);

}  // namespace refd::cgi::wrapper
