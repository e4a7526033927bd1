#pragma once

#include <string_view>

namespace refd {

/// The group that a verb belongs to ("READ", "WRITE", "DIRS"), or nothing when only ALL or its own name
/// speaks of it.
std::string_view command_group(std::string_view verb);

/// Whether <Limit> can name it: a verb in capitals that the service knows, or a group, ALL, LOGIN.
bool is_limitable(std::string_view name);

/// Whether ALL speaks of this verb: not the connection's own (EPRT, EPSV, PASV, PORT, PROT, OPTS), nor
/// logging in.
bool is_covered_by_all(std::string_view verb);

/// Whether <Limit `limited`> speaks of `verb` by name: the same, or its other spelling (XMKD for MKD, …).
bool names_the_same(std::string_view limited, std::string_view verb);

}  // namespace refd
