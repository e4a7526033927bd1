#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace refd::smtp {

/// What a client says in AUTH PLAIN (RFC 4616 section 2). Never logged.
struct Credentials {
  std::string authorization;  ///< as whom it wants to act; empty: as who it is
  std::string name;
  std::string password;
};

/// Takes apart what the client sent after AUTH PLAIN, or after 334: base64 of
/// [authorization] NUL name NUL password. Nothing when it is not that.
std::optional<Credentials> parse_plain(std::string_view base64);

/// RFC 4648 section 4, strictly: padded, nothing else in it. Nothing when it is not that.
std::optional<std::string> decode_base64(std::string_view text);

}  // namespace refd::smtp
