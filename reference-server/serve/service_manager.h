#pragma once

#include <string>

namespace refd {

/// Tells whoever started this program, if they want to know, how it fares: "READY=1", "STOPPING=1". Theirs is
/// the datagram socket that the environment's NOTIFY_SOCKET names (sd_notify(3)); without it, or where it
/// cannot be reached, nothing happens. Call it before other threads change the environment.
void tell_service_manager(const std::string& state);

}  // namespace refd
