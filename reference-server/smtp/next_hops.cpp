#include "smtp/next_hops.h"

#include <algorithm>

namespace refd::smtp {

std::string_view domain_of(std::string_view address) {
  const auto at = address.rfind('@');
  return at == std::string_view::npos ? std::string_view() : address.substr(at + 1);
}

std::optional<NextHop> routed_hop(const Site::Sending& sending, std::string_view address) {
  auto found = sending.routes.find(std::string(domain_of(address)));
  if (found == sending.routes.end()) found = sending.routes.find("*");
  if (found == sending.routes.end()) return std::nullopt;
  return NextHop{found->second.host, found->second.host, found->second.port};
}

std::chrono::seconds pause_after(const Site::Sending& sending, unsigned attempts) {
  constexpr unsigned most_doublings = 20;
  const auto doubled =
      sending.first_retry * (std::int64_t{1} << std::min(attempts == 0 ? 0 : attempts - 1, most_doublings));
  return std::min<std::chrono::seconds>(doubled, sending.longest_retry);
}

}  // namespace refd::smtp
