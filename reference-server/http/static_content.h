#pragma once

#include <string_view>
#include <vector>

#include "base/clock.h"
#include "files/file_tree.h"
#include "http/answer.h"
#include "http/request_head.h"
#include "policy/http_policy.h"

namespace refd::http {

/// What may be asked of a file that is served as it is, for an Allow field.
inline constexpr std::string_view static_methods = "GET, HEAD, POST, OPTIONS";

/// Answers a GET, HEAD or POST of an open file: conditions, ranges, type by `name`. A POST is answered as a
/// GET without conditions on reading or ranges, as Apache does.
Answer serve_file(const RequestHead& request, std::string_view name, UniqueFd file, const HttpPolicy& policy,
                  Clock::time_point now);

/// A page of a directory's entries.
Answer serve_listing(std::string_view url, const std::vector<DirectoryEntry>& entries);

}  // namespace refd::http
