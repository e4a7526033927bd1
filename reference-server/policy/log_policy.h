#pragma once

namespace refd {

/// What the manual fixes about the access log, as data.
struct LogPolicy {
  /// LOG-1: accesses are written to /log/web.log. false: they are lost.
  bool accesses_are_logged = true;
};

}  // namespace refd
