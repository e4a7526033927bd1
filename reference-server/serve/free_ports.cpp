#include "serve/free_ports.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

namespace refd {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

// Free now; nobody keeps it for the one who is going to listen there, but an address that is used for nothing
// else makes it likely.
std::uint16_t free_port(const std::string& address) {
  asio::io_context context;
  const tcp::acceptor listening(context, tcp::endpoint(asio::ip::make_address(address), 0));
  return listening.local_endpoint().port();
}

}  // namespace

Site with_free_route_ports(Site site) {
  for (auto& [domain, route] : site.sending.routes) {
    if (route.port == 0) route.port = free_port(route.host);
  }
  return site;
}

}  // namespace refd
