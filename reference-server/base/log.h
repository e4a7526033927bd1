#pragma once

#include <memory>
#include <string>

#include <spdlog/logger.h>

namespace refd {

/// The server's own log: what the operator reads. Never holds a password or a request body. Thread-safe.
using Log = std::shared_ptr<spdlog::logger>;

/// A log that writes to `file`, or to standard error when `file` is empty. Throws spdlog::spdlog_ex when the
/// file cannot be opened.
Log open_log(const std::string& file);

/// A log that keeps nothing, for tests.
Log silent_log();

}  // namespace refd
