#include "net/blocking_pool.h"

#include <exception>
#include <memory>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace refd::net {

namespace asio = boost::asio;

asio::awaitable<void> BlockingPool::run(std::function<void()> job) {
  // Shared with the thread that runs the job: its last step may come after the coroutine has been destroyed.
  struct Wait {
    explicit Wait(const asio::any_io_executor& executor)
        : done(executor, asio::steady_timer::time_point::max()) {}
    asio::steady_timer done;
    bool finished = false;
    std::exception_ptr failure;
  };
  const auto executor = co_await asio::this_coro::executor;
  const bool throws = co_await asio::this_coro::throw_if_cancelled();
  co_await asio::this_coro::throw_if_cancelled(false);
  const auto wait = std::make_shared<Wait>(executor);
  asio::post(threads_, [wait, executor, job = std::move(job)] {
    std::exception_ptr failure;
    try {
      job();
    } catch (...) {
      failure = std::current_exception();
    }
    asio::post(executor, [wait, failure] {
      wait->failure = failure;
      wait->finished = true;
      wait->done.cancel();
    });
  });
  while (!wait->finished) (void)co_await wait->done.async_wait(asio::as_tuple(asio::use_awaitable));
  co_await asio::this_coro::throw_if_cancelled(throws);
  if (wait->failure) std::rethrow_exception(wait->failure);
}

void BlockingPool::stop() {
  threads_.stop();
  threads_.join();
}

}  // namespace refd::net
