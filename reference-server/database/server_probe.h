#pragma once

#include <chrono>
#include <string>

namespace refd::db {

/// Whether a database server greets at the local socket `path` within `limit`.
bool greets(const std::string& path, std::chrono::milliseconds limit);

}  // namespace refd::db
