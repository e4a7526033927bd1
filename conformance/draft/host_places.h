#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cts {

/// Whom a draft is about: the customer's domain, and where it is said to be.
struct HostRequest {
  std::string host;         ///< a name or an address, in small letters
  std::string domain;       ///< the customer's, without "www."
  bool is_address = false;  ///< `host` is an IP address
};

/// Of what a person typed; nullopt with a problem when that is not enough. Without a `domain` it is the
/// host's name, but for a "www." before it.
std::optional<HostRequest> host_request(std::string_view host, std::string_view domain, std::string& problem);

/// Name → its addresses, those of IPv4 first; a name that is not there has none.
using Lookups = std::map<std::string, std::vector<std::string>, std::less<>>;

/// The names worth looking up, none twice.
std::vector<std::string> names_to_look_up(const HostRequest& request);

/// Where one service is.
struct ServicePlace {
  std::string host;     ///< the name that customers use
  std::string address;  ///< empty: DNS knows the name
  std::string seen_at;  ///< the address that is looked at; empty: there is none
  std::string why;      ///< a remark for whoever reads the draft; may be empty
};
struct HostPlaces {
  ServicePlace web;
  ServicePlace ftp;
  ServicePlace pop;
  ServicePlace smtp;

  bool none() const noexcept {
    return web.seen_at.empty() && ftp.seen_at.empty() && pop.seen_at.empty() && smtp.seen_at.empty();
  }
};

/// By the names that the manuals give the services (www, pop3, smtp), where DNS has them; else by those that
/// others give them (ftp, mail); else by the domain itself. Where the host was named apart from the domain,
/// by that.
HostPlaces places_of(const HostRequest& request, const Lookups& found);

}  // namespace cts
