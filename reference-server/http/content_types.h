#pragma once

#include <string_view>

namespace refd::http {

/// The media type of a file by the last extension of its name, whose case does not matter; empty when the
/// table has none: then no Content-Type is sent, as Apache does with a name it cannot tell. No charset is
/// ever added: the page itself says which of the Japanese ones it is in.
std::string_view content_type_of(std::string_view file_name) noexcept;

/// The last extension with its dot, ".html"; empty when there is none.
std::string_view extension_of(std::string_view file_name) noexcept;

}  // namespace refd::http
