#include "net/blocking_pool.h"

#include <future>
#include <stdexcept>
#include <thread>

#include <gmock/gmock.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

#include "net/session_group.h"

namespace refd::net {
namespace {

namespace asio = boost::asio;

struct Told {
  std::thread::id job;
  std::thread::id before;
  std::thread::id after;
  bool ended = false;
};

asio::awaitable<void> asks(BlockingPool& pool, Told& told) {
  told.before = std::this_thread::get_id();
  co_await pool.run([&told] { told.job = std::this_thread::get_id(); });
  told.after = std::this_thread::get_id();
  told.ended = true;
}

asio::awaitable<void> asks_in_vain(BlockingPool& pool, bool& caught) {
  try {
    co_await pool.run([] { throw std::runtime_error("fault"); });
  } catch (const std::runtime_error&) {
    caught = true;
  }
}

asio::awaitable<void> waits_for(BlockingPool& pool, std::shared_future<void> gate, std::promise<void>& begun,
                                bool& ended) {
  co_await pool.run([&] {
    begun.set_value();
    gate.wait();
  });
  ended = true;
}

asio::awaitable<void> asks_unless_cancelled(BlockingPool& pool, bool& ran, boost::system::error_code& error) {
  const auto outcome = co_await pool.run_unless_cancelled([&ran] { ran = true; });
  if (!outcome) error = outcome.error();
}

TEST(BlockingPool, TheJobRunsElsewhereAndTheCoroutineGoesOnWhereItWas) {
  asio::io_context io;
  BlockingPool pool(2);
  Told told;
  asio::co_spawn(io, asks(pool, told), asio::detached);
  io.run();
  EXPECT_TRUE(told.ended);
  EXPECT_NE(told.job, told.before);
  EXPECT_EQ(told.after, told.before);
}

TEST(BlockingPool, TheJobsExceptionIsTheCoroutines) {
  asio::io_context io;
  BlockingPool pool(1);
  bool caught = false;
  asio::co_spawn(io, asks_in_vain(pool, caught), asio::detached);
  io.run();
  EXPECT_TRUE(caught);
}

TEST(BlockingPool, ACancelledCoroutineStillWaitsForItsJob) {
  asio::io_context io;
  BlockingPool pool(1);
  std::promise<void> gate;
  std::promise<void> begun;
  bool ended = false;
  SessionGroup sessions(nullptr);
  sessions.spawn(io.get_executor(), waits_for(pool, gate.get_future().share(), begun, ended));
  std::thread runs([&io] { io.run(); });
  begun.get_future().wait();
  sessions.stop();
  EXPECT_FALSE(sessions.wait(std::chrono::milliseconds(50)));
  gate.set_value();
  EXPECT_TRUE(sessions.wait(std::chrono::seconds(10)));
  runs.join();
  EXPECT_TRUE(ended);
}

TEST(BlockingPool, AJobThatHasNotBegunIsAbandonedWithItsCoroutine) {
  std::promise<void> gate;
  asio::io_context io;
  BlockingPool pool(1);
  std::promise<void> begun;
  bool ended = false;
  bool ran = false;
  boost::system::error_code error;
  SessionGroup busy(nullptr);
  SessionGroup behind(nullptr);
  std::thread runs([&io, work = asio::make_work_guard(io)] { io.run(); });
  busy.spawn(io.get_executor(), waits_for(pool, gate.get_future().share(), begun, ended));
  begun.get_future().wait();
  behind.spawn(io.get_executor(), asks_unless_cancelled(pool, ran, error));
  behind.stop();
  EXPECT_TRUE(behind.wait(std::chrono::seconds(10)));
  gate.set_value();
  EXPECT_TRUE(busy.wait(std::chrono::seconds(10)));
  pool.stop();
  io.stop();
  runs.join();
  EXPECT_FALSE(ran);
  EXPECT_EQ(error, asio::error::operation_aborted);
}

}  // namespace
}  // namespace refd::net
