#include "net/blocking_pool.h"

#include <atomic>
#include <exception>
#include <memory>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace refd::net {

namespace asio = boost::asio;

namespace {

// Shared with the thread that runs the job: its last step may come after the coroutine has been destroyed.
struct Wait {
  explicit Wait(const asio::any_io_executor& executor)
      : done(executor, asio::steady_timer::time_point::max()) {}
  asio::steady_timer done;
  std::atomic<bool> taken = false;  // by the thread that begins the job, or by who abandons it
  bool finished = false;
  std::exception_ptr failure;
};

}  // namespace

asio::awaitable<Result<void>> BlockingPool::carry_out(std::function<void()> job,
                                                      WhenCancelled when_cancelled) {
  const auto executor = co_await asio::this_coro::executor;
  const bool throws = co_await asio::this_coro::throw_if_cancelled();
  co_await asio::this_coro::throw_if_cancelled(false);
  const auto wait = std::make_shared<Wait>(executor);
  asio::post(threads_, [wait, executor, job = std::move(job)] {
    if (wait->taken.exchange(true)) return;
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
  Result<void> outcome;
  while (!wait->finished) {
    (void)co_await wait->done.async_wait(asio::as_tuple(asio::use_awaitable));
    const auto state = co_await asio::this_coro::cancellation_state;
    const bool cancelled = state.cancelled() != asio::cancellation_type::none;
    if (!cancelled || when_cancelled == WhenCancelled::waits) continue;
    outcome = asio::error::operation_aborted;
    if (!wait->taken.exchange(true)) break;
  }
  co_await asio::this_coro::throw_if_cancelled(throws);
  if (wait->failure) std::rethrow_exception(wait->failure);
  co_return outcome;
}

asio::awaitable<void> BlockingPool::run(std::function<void()> job) {
  (void)co_await carry_out(std::move(job), WhenCancelled::waits);
}

asio::awaitable<Result<void>> BlockingPool::run_unless_cancelled(std::function<void()> job) {
  co_return co_await carry_out(std::move(job), WhenCancelled::abandons);
}

void BlockingPool::stop() {
  threads_.stop();
  threads_.join();
}

}  // namespace refd::net
