#include "net/session_group.h"

#include <thread>

#include <gmock/gmock.h>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace refd::net {
namespace {

namespace asio = boost::asio;

// As a session does that is told between two waits: the first to be ended is not its last.
asio::awaitable<void> waits_twice(int& ended) {
  co_await asio::this_coro::throw_if_cancelled(false);
  for (int wait = 0; wait < 2; ++wait) {
    asio::steady_timer never(co_await asio::this_coro::executor, asio::steady_timer::time_point::max());
    co_await never.async_wait(asio::as_tuple(asio::use_awaitable));
    ++ended;
  }
}

TEST(SessionGroup, AsksUntilTheSessionHasSeenIt) {
  asio::io_context io;
  SessionGroup sessions(nullptr);
  int ended = 0;
  ASSERT_TRUE(sessions.spawn(asio::make_strand(io), waits_twice(ended)));
  EXPECT_EQ(sessions.size(), 1U);
  std::thread runs([&io] { io.run(); });
  sessions.stop();
  EXPECT_TRUE(sessions.wait(std::chrono::seconds(10)));
  runs.join();
  EXPECT_EQ(ended, 2);
  EXPECT_FALSE(sessions.spawn(asio::make_strand(io), waits_twice(ended)));
}

TEST(SessionGroup, DoesNotWaitForEver) {
  int ended = 0;
  asio::io_context never_run;  // outlives what holds its executors
  SessionGroup sessions(nullptr);
  sessions.spawn(asio::make_strand(never_run), waits_twice(ended));
  sessions.stop();
  EXPECT_FALSE(sessions.wait(std::chrono::milliseconds(10)));
}

}  // namespace
}  // namespace refd::net
