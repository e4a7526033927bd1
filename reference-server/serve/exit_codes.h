#pragma once

namespace refd {

// sysexits.h names them; 78 is promised by the manual of the command.
inline constexpr int exit_ok = 0;
inline constexpr int exit_usage = 64;
inline constexpr int exit_unavailable = 69;
inline constexpr int exit_software = 70;
inline constexpr int exit_config = 78;

}  // namespace refd
