#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace refd {

/// The host of a page's URL, in small letters, without its port and without a final dot; an IPv6 address
/// without its brackets. None unless `referer` is an absolute http or https URL with a plain authority: user
/// information, blanks, backslashes and empty names make it none, so that no other page can pass for ours.
std::optional<std::string> referring_host(std::string_view referer);

/// An IP address in its canonical form, an IPv4 address in IPv6 clothes ("::ffff:192.0.2.1") as IPv4; none
/// when `text` is no address.
std::optional<std::string> canonical_address(std::string_view text);

/// Whose visit it is. `peer` is the other end of the connection. Only when that is one of `proxies`
/// (canonical addresses) does X-Forwarded-For matter: the last address in it that is no proxy of ours.
std::string visitor_address(std::string_view peer, std::string_view forwarded_for,
                            const std::vector<std::string>& proxies);

}  // namespace refd
