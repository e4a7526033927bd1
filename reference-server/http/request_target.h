#pragma once

#include <string>
#include <string_view>

#include "http/outcome.h"
#include "http/request_head.h"

namespace refd::http {

/// A URL's path, understood: percent-decoded, "//" merged, "." and ".." resolved.
struct UrlPath {
  std::string text = "/";       ///< begins with "/"
  bool names_directory = true;  ///< it ends in "/"
};

/// Refusals: 400 for a broken escape, a NUL, or ".." above the root; 404 for an encoded slash, which no name
/// can hold, so as Apache answers it.
Outcome<UrlPath> understand_path(std::string_view encoded);

/// `path` percent-encoded for a Location field or a link: octets outside RFC 3986's pchar and "/" escaped.
std::string encoded_path(std::string_view path);

/// A request target (RFC 9112 section 3.2).
struct RequestTarget {
  bool is_asterisk = false;    ///< OPTIONS *
  std::string_view authority;  ///< of an absolute form; empty otherwise
  std::string_view path;       ///< still encoded; begins with "/"
  std::string_view query;      ///< without "?"
  bool has_query = false;
};

/// Refusals: 400 for what is none of the forms, for a scheme other than http, and for a fragment.
Outcome<RequestTarget> understand_target(Method method, std::string_view target);

}  // namespace refd::http
