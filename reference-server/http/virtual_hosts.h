#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "http/outcome.h"

namespace refd::http {

/// The authority of a URL or the value of a Host field, taken apart. Views into what was parsed.
struct HostName {
  std::string_view text;  ///< all of it, fit to be repeated in a Location field
  std::string_view name;  ///< without the port and without a trailing dot; an IPv6 address in its brackets
};

/// Refusal 400: a character no host name has, user information, a port that is no number.
Outcome<HostName> understand_host(std::string_view authority);

/// Which names reach the site. One customer owns the machine, so there is one site, and a name nobody
/// configured reaches it too, as the first virtual host of an Apache does; so does any IP address (HOST-4).
class VirtualHosts {
 public:
  /// `domain` and `added_domains` are without "www."; names as the site file has them, any case.
  VirtualHosts(const std::string& domain, const std::vector<std::string>& added_domains,
               const std::string& server_name);

  /// www.<domain>.
  const std::string& canonical_name() const noexcept { return names_.front(); }

  enum class Match {
    site,       ///< one of the site's names
    case_only,  ///< one of them, if case is ignored; only with `case_sensitive`
    stranger    ///< none of them
  };
  Match match(std::string_view name, bool case_sensitive) const noexcept;

 private:
  std::vector<std::string> names_;
};

}  // namespace refd::http
