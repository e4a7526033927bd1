#include "http/http_service.h"

#include <boost/asio/this_coro.hpp>

#include "http/http_session.h"

namespace refd::http {

HttpService::HttpService(Parts parts, const Site& site, HandlerTable handlers)
    : parts_(std::move(parts)),
      limits_(site.http),
      router_(parts_.tree, parts_.policies, parts_.clock,
              VirtualHosts(site.domain, site.added_domains, site.server_name), std::move(handlers)) {}

boost::asio::awaitable<void> HttpService::serve(boost::asio::ip::tcp::socket socket) const {
  // Cancellation then shows as the error of the operation it ends, like any other end of a connection.
  co_await boost::asio::this_coro::throw_if_cancelled(false);
  HttpSession session({router_, parts_.policies, parts_.accesses, parts_.clock, parts_.log}, limits_,
                      std::move(socket));
  co_await session.run();
}

}  // namespace refd::http
