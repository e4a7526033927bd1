#pragma once

#include <string>
#include <string_view>

namespace cts {

/// "192.0.2.1", "2001:db8::1".
bool is_ip_address(const std::string& text);

/// Labels of letters, digits, "-" and "_", 1 to 63 octets each, 253 in all (RFC 1123 §2.1, with the
/// underscore of practice).
bool is_host_name(std::string_view text);

/// What can stand in an envelope as it is: no quotes, no blanks, a host name behind the one "@".
bool is_mail_address(std::string_view text);

}  // namespace cts
