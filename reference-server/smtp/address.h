#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace refd::smtp {

/// A mail address, taken apart. A value.
struct Address {
  std::string local;   ///< what it means: without quotes and backslashes
  std::string domain;  ///< in small letters; "[192.0.2.1]" for a literal; empty only for <postmaster>

  /// As an envelope has it: the local part in quotes where it needs them.
  std::string text() const;
};

/// What stands in MAIL FROM and RCPT TO (RFC 5321 section 4.1.2). A value.
struct Path {
  bool is_null = false;  ///< <>, as error mail has it
  bool routed = false;   ///< a source route stood before the address; it was dropped (appendix C)
  bool quoted = false;   ///< the local part was in quotes
  Address address;
};

/// Takes a path from the front of `text`; nothing when there is none. Angle brackets may be missing, and dots
/// stand anywhere in the local part, as many clients and some addresses have them.
std::optional<Path> take_path(std::string_view& text);

/// An address on its own; nothing when `text` is none.
std::optional<Address> parse_address(std::string_view text);

/// What a percent hack asks for: user@elsewhere of user%elsewhere@here. Nothing when there is none.
std::optional<Address> behind_percent(const Address& address);
/// What a quoted address asks for: user@elsewhere of "user@elsewhere"@here. Nothing when there is none.
std::optional<Address> behind_quotes(const Address& address);

}  // namespace refd::smtp
