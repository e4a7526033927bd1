#pragma once

#include <string>

#include "base/result.h"

namespace refd {

/// What the operator can do to the customer's scripts. Thread-safe.
class ScriptKeeper {
 public:
  ScriptKeeper() = default;
  ScriptKeeper(const ScriptKeeper&) = delete;
  ScriptKeeper& operator=(const ScriptKeeper&) = delete;
  virtual ~ScriptKeeper() = default;

  /// CGI-8: takes the script `path`, as the customer names it ("/web/door.cgi"), out of his tree; the file in
  /// which the operator finds it. ENOENT when there is none.
  virtual Result<std::string> remove(const std::string& path) = 0;
};

}  // namespace refd
