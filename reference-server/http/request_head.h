#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace refd::http {

/// Methods that the service tells apart. `known` is any other registered one: 405 where `unknown` is 501.
enum class Method { get, head, post, put, remove, options, trace, connect, known, unknown };

/// The method of that name; names are case-sensitive (RFC 9110 section 9.1).
Method method_named(std::string_view name) noexcept;

struct HeaderField {
  std::string_view name;
  std::string_view value;  ///< without the blanks around it
};

/// The head of one request. The views point into the parser that made it and die at its next reset().
struct RequestHead {
  Method method = Method::unknown;
  std::string_view method_name;
  std::string_view target;
  std::string_view request_line;  ///< as it came, also when it is malformed; without the line end
  bool is_http_1_1 = false;       ///< false: HTTP/1.0
  bool wants_keep_alive = false;
  bool has_body = false;
  std::optional<std::uint64_t> content_length;  ///< none: no body, or a chunked one
  std::vector<HeaderField> fields;
  unsigned depth = 0;  ///< of requests that the server makes to itself, one for another; 0: the visitor's own

  /// Value of the first field of that name; names ignore case.
  std::optional<std::string_view> field(std::string_view name) const noexcept;
  std::size_t count(std::string_view name) const noexcept;
  /// All values of that name joined with ", " (RFC 9110 section 5.3); none when there is no such field.
  std::optional<std::string> combined(std::string_view name) const;
};

}  // namespace refd::http
