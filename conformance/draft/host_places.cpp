#include "draft/host_places.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "client/small_letters.h"
#include "target/host_names.h"

namespace cts {
namespace {

/// The names of one service before the domain; the first is the manuals'. Empty: the domain itself.
struct ServiceNames {
  ServicePlace HostPlaces::*place;
  std::array<std::string_view, 4> prefixes;
};
constexpr std::array service_names{
    ServiceNames{&HostPlaces::web, {"www.", "", "", ""}},
    ServiceNames{&HostPlaces::ftp, {"www.", "ftp.", "", ""}},
    ServiceNames{&HostPlaces::pop, {"pop3.", "pop.", "mail.", ""}},
    ServiceNames{&HostPlaces::smtp, {"smtp.", "mail.", "", ""}},
};

std::string without(std::string_view prefix, const std::string& name) {
  return name.starts_with(prefix) ? name.substr(prefix.size()) : name;
}

std::string first_of(const Lookups& found, std::string_view name) {
  const auto at = found.find(name);
  return at == found.end() || at->second.empty() ? std::string() : at->second.front();
}

/// Whether the host was named as the place of everything, apart from the domain's own names.
bool is_apart(const HostRequest& request) {
  return request.is_address || (request.host != request.domain && request.host != "www." + request.domain);
}

ServicePlace by_names(const HostRequest& request, const ServiceNames& names, const Lookups& found) {
  ServicePlace place{
      .host = std::string(names.prefixes.front()) + request.domain, .address = "", .seen_at = "", .why = ""};
  const std::string usual = place.host;
  for (const std::string_view prefix : names.prefixes) {
    const std::string name = std::string(prefix) + request.domain;
    place.seen_at = first_of(found, name);
    if (place.seen_at.empty()) continue;
    place.host = name;
    if (name != usual) place.why = fmt::format("DNS does not know {}, where the manuals have it", usual);
    return place;
  }
  place.why = fmt::format("DNS knows no name for it: neither {} nor another usual one", usual);
  return place;
}

}  // namespace

std::optional<HostRequest> host_request(std::string_view host, std::string_view domain,
                                        std::string& problem) {
  const auto settled = [](std::string_view text) {
    std::string name = in_small_letters(text);
    if (name.ends_with('.')) name.pop_back();
    return name;
  };
  HostRequest request{.host = settled(host), .domain = without("www.", settled(domain))};
  request.is_address = is_ip_address(request.host);
  if (!request.is_address && !is_host_name(request.host)) {
    problem =
        "HOST is a name or an address, such as example.co.jp or 192.0.2.1: no URL, no port; names with other "
        "letters as DNS has them (xn--…)";
    return std::nullopt;
  }
  if (request.domain.empty() && request.is_address) {
    problem = "an address says nothing about the customer's domain: add --domain example.co.jp";
    return std::nullopt;
  }
  if (request.domain.empty()) request.domain = without("www.", request.host);
  if (!is_host_name(request.domain) || is_ip_address(request.domain)) {
    problem = "--domain is the name of a domain, such as example.co.jp";
    return std::nullopt;
  }
  return request;
}

std::vector<std::string> names_to_look_up(const HostRequest& request) {
  if (request.is_address) return {};
  if (is_apart(request)) return {request.host};
  std::vector<std::string> names;
  for (const ServiceNames& row : service_names) {
    for (const std::string_view prefix : row.prefixes) {
      std::string name = std::string(prefix) + request.domain;
      if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(std::move(name));
    }
  }
  return names;
}

HostPlaces places_of(const HostRequest& request, const Lookups& found) {
  HostPlaces places;
  for (const ServiceNames& row : service_names) {
    ServicePlace& place = places.*row.place;
    if (!is_apart(request)) {
      place = by_names(request, row, found);
      continue;
    }
    place.host = std::string(row.prefixes.front()) + request.domain;
    place.seen_at = request.is_address ? request.host : first_of(found, request.host);
    place.address = place.seen_at;
    if (!request.is_address)
      place.why = place.seen_at.empty() ? fmt::format("DNS does not know {}", request.host)
                                        : fmt::format("the address is that of {}", request.host);
  }
  return places;
}

}  // namespace cts
