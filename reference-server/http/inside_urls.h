#pragma once

#include <string>
#include <string_view>

#include "http/content_handler.h"

namespace refd::http {

/// The target of a request that the document of `from` makes: `url` if it is absolute, else below the
/// document's directory.
std::string url_seen_from(const ResolvedRequest& from, std::string_view url);
/// The target for a file in that directory or below; empty when `name` leads elsewhere.
std::string url_of_file(const ResolvedRequest& from, std::string_view name);

}  // namespace refd::http
