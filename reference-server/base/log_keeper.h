#pragma once

#include "base/result.h"

namespace refd {

/// What the operator can do to the customer's access log. Thread-safe.
class LogKeeper {
 public:
  LogKeeper() = default;
  LogKeeper(const LogKeeper&) = delete;
  LogKeeper& operator=(const LogKeeper&) = delete;
  virtual ~LogKeeper() = default;

  /// LOG-4: removes the log and its generations; the service goes on with a new one.
  virtual Result<void> remove_all() = 0;
};

}  // namespace refd
