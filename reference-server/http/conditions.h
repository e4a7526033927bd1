#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "http/request_head.h"

namespace refd::http {

/// What identifies one state of a file (RFC 9110 section 8.8).
struct Validators {
  std::string etag;  ///< strong, in its quotes
  std::chrono::sys_seconds last_modified;
};

/// The file's inode, size and modification time to the nanosecond make a strong tag: an upload replaces the
/// file by another inode. A modification time in the future counts as `now` (RFC 9110 section 8.8.2.1).
Validators validators_of(std::uint64_t inode, std::uint64_t size, std::chrono::nanoseconds modified,
                         std::chrono::system_clock::time_point now);

enum class Condition { proceed, not_modified, failed };

/// If-Match, If-Unmodified-Since, If-None-Match and If-Modified-Since, in the order of precedence of RFC 9110
/// section 13.2.2.
Condition evaluate_conditions(const RequestHead& request, const Validators& validators);

/// Whether If-Range, if there, lets the Range field count (section 13.1.5): the very same tag, or the very
/// same date.
bool range_applies(const RequestHead& request, const Validators& validators);

}  // namespace refd::http
