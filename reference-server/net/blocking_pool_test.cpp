#include "net/blocking_pool.h"

#include <future>
#include <stdexcept>
#include <thread>

#include <gmock/gmock.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
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

TEST(BlockingPool, TheJobRunsElsewhereAndTheCoroutineGoesOnWhereItWas) {
  BlockingPool pool(2);
  asio::io_context io;
  Told told;
  asio::co_spawn(io, asks(pool, told), asio::detached);
  io.run();
  EXPECT_TRUE(told.ended);
  EXPECT_NE(told.job, told.before);
  EXPECT_EQ(told.after, told.before);
}

TEST(BlockingPool, TheJobsExceptionIsTheCoroutines) {
  BlockingPool pool(1);
  asio::io_context io;
  bool caught = false;
  asio::co_spawn(io, asks_in_vain(pool, caught), asio::detached);
  io.run();
  EXPECT_TRUE(caught);
}

TEST(BlockingPool, ACancelledCoroutineStillWaitsForItsJob) {
  BlockingPool pool(1);
  asio::io_context io;
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

}  // namespace
}  // namespace refd::net
