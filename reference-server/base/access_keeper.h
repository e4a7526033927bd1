#pragma once

#include <string>

#include "base/result.h"

namespace refd {

/// What the operator can do to the customer's access files. Thread-safe.
class AccessKeeper {
 public:
  AccessKeeper() = default;
  AccessKeeper(const AccessKeeper&) = delete;
  AccessKeeper& operator=(const AccessKeeper&) = delete;
  virtual ~AccessKeeper() = default;

  /// ACL-9: gives the access file of `directory`, as the customer names it ("/web/sub"), another name, so
  /// that it restricts nobody while its text is kept; the new path. ENOENT when there is none.
  virtual Result<std::string> disable(const std::string& directory) = 0;
};

}  // namespace refd
