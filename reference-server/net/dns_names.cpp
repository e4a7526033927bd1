#include "net/dns_names.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace refd::net {

namespace asio = boost::asio;

DnsNames::DnsNames(DnsResolver::Options options, Log log)
    : resolver_(std::make_unique<DnsResolver>(std::move(options), std::move(log))) {}

asio::awaitable<KnownNames> DnsNames::names_of(std::string address) {
  // Shared with the resolver's thread, which may answer after the session that asked has been cancelled.
  struct Wait {
    explicit Wait(const asio::any_io_executor& executor)
        : answered(executor, asio::steady_timer::time_point::max()) {}
    asio::steady_timer answered;
    KnownNames found{{}, false};
  };
  const auto executor = co_await asio::this_coro::executor;
  const auto wait = std::make_shared<Wait>(executor);
  resolver_->look_up(std::move(address), [wait, executor](const KnownNames& found) {
    asio::post(executor, [wait, found] {
      wait->found = found;
      wait->answered.cancel();
    });
  });
  (void)co_await wait->answered.async_wait(asio::as_tuple(asio::use_awaitable));
  co_return wait->found;
}

}  // namespace refd::net
