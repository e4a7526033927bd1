#pragma once

#include <sys/types.h>

namespace refd::cgi::wrapper {

/// To be called before the script is started: makes its orphans children of this process, and their end
/// something that can be waited for. The descriptor to give supervise(), or -1.
int prepare_to_supervise();

/// Waits for the script and for everything that it has started. Kills whatever is left of it when the server
/// ends its side of `control`, or after `wall_seconds`, unless that is 0.
void supervise(pid_t script, int control, int children, unsigned wall_seconds);

}  // namespace refd::cgi::wrapper
