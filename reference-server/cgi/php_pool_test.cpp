#include "cgi/php_pool.h"

#include <unistd.h>

#include <array>
#include <filesystem>
#include <mutex>
#include <optional>
#include <thread>

#include <gmock/gmock.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

namespace refd::cgi {
namespace {

namespace asio = boost::asio;
namespace fs = std::filesystem;
using std::chrono::milliseconds;
using testing::ElementsAre;
using testing::UnorderedElementsAre;

// Lives until its control socket is closed, as hosting-script does; nobody speaks FastCGI here.
constexpr auto* faithful = "cat <&3 >/dev/null";
// Is gone at once.
constexpr auto* faithless = "exit 1";

class KeptErrors final : public ErrorLog {
 public:
  void record(std::string_view, std::string_view, std::string_view text) override {
    const std::lock_guard lock(mutex_);
    text_ += text;
  }
  std::string text() const {
    const std::lock_guard lock(mutex_);
    return text_;
  }

 private:
  mutable std::mutex mutex_;
  std::string text_;
};

class PhpPoolTest : public testing::Test {
 protected:
  PhpPoolTest() {
    std::string pattern = (fs::temp_directory_path() / "php-pool-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("mkdtemp");
    folder_ = pattern;
    options_.program = "/bin/sh";
    options_.command.wrapper = "/bin/sh";
    options_.command.root = folder_;
    options_.command.sockets = folder_;
    options_.kept_workers = 0;
    options_.longest_wait = std::chrono::seconds(20);
    run_by(faithful);
  }
  ~PhpPoolTest() override {
    pool_.reset();
    fs::remove_all(folder_);
  }

  void run_by(const std::string& commands) {
    options_.command.orders = [commands](const PhpStart& how) {
      return std::vector<std::string>{"-c", commands, how.may_write ? "writes" : "reads"};
    };
  }
  PhpPool& pool() {
    if (!pool_) {
      pool_.emplace(options_, errors_, silent_log());
      pool_->start();
    }
    return *pool_;
  }

  // Waits for a process as a request does; what came is put into `into`, also as the failure of `error`.
  asio::awaitable<void> wait_for_lease(std::optional<PhpPool::Lease>& into,
                                       boost::system::error_code& error) {
    auto lease = co_await pool().acquire();
    if (lease) {
      into.emplace(std::move(*lease));
    } else {
      error = lease.error();
    }
  }
  Result<PhpPool::Lease> acquire() {
    std::optional<PhpPool::Lease> lease;
    boost::system::error_code error;
    asio::io_context context;
    asio::co_spawn(context, wait_for_lease(lease, error), asio::detached);
    context.run();
    if (!lease) return error;
    return std::move(*lease);
  }
  void expect_workers(std::size_t workers, std::size_t idle) {
    EXPECT_EQ(pool().counts().workers, workers);
    EXPECT_EQ(pool().counts().idle, idle);
  }

  std::string folder_;
  KeptErrors errors_;
  PhpPool::Options options_;
  std::optional<PhpPool> pool_;
};

TEST_F(PhpPoolTest, AProcessThatHasFinishedIsUsedAgain) {
  for (int i = 0; i < 3; ++i) {
    auto lease = acquire();
    ASSERT_TRUE(lease);
    expect_workers(1, 0);
    lease->finished();
    expect_workers(1, 1);
  }
  EXPECT_TRUE(fs::is_empty(folder_)) << "somebody else could find a socket there";
}

// PHP gives up a connection that says nothing for five seconds after it has taken it.
TEST_F(PhpPoolTest, AProcessThatWaitsForItsFirstPageIsToldThatOneWillCome) {
  options_.command.wrapper = "/usr/bin/python3";
  run_by(R"(
import os, socket, sys
connection, _ = socket.socket(fileno=0).accept()
sys.stderr.write(connection.recv(16, socket.MSG_WAITALL).hex() + "\n")
sys.stderr.flush()
os.read(3, 1)
)");
  auto lease = acquire();
  ASSERT_TRUE(lease);
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  while (errors_.text().empty() && std::chrono::steady_clock::now() < deadline) std::this_thread::yield();
  EXPECT_EQ(errors_.text(), "01010001000800000001010000000000\n");
}

TEST_F(PhpPoolTest, APageWaitsForAWarmProcessBeforeItTakesAColdOne) {
  options_.warm_workers = 2;
  options_.moment = std::chrono::seconds(20);
  auto one = acquire();
  auto other = acquire();
  ASSERT_TRUE(one);
  ASSERT_TRUE(other);
  expect_workers(2, 0);

  std::optional<PhpPool::Lease> lease;
  boost::system::error_code error;
  asio::io_context context;
  asio::co_spawn(context, wait_for_lease(lease, error), asio::detached);
  context.poll();
  EXPECT_FALSE(lease);
  EXPECT_EQ(pool().counts().waiting, 1U);
  one->finished();
  context.run();
  ASSERT_TRUE(lease) << error.message();
  expect_workers(2, 0);
}

TEST_F(PhpPoolTest, AfterAMomentItTakesAColdOne) {
  options_.warm_workers = 1;
  options_.moment = milliseconds(1);
  auto one = acquire();
  ASSERT_TRUE(one);
  auto other = acquire();
  ASSERT_TRUE(other);
  expect_workers(2, 0);
}

TEST_F(PhpPoolTest, NobodyWaitsWhileTheirNumberIsSmall) {
  options_.warm_workers = 2;
  options_.moment = std::chrono::hours(1);
  { ASSERT_TRUE(acquire()); }
  auto one = acquire();
  auto other = acquire();
  ASSERT_TRUE(one);
  ASSERT_TRUE(other);
}

TEST_F(PhpPoolTest, AProcessThatHasNotFinishedEnds) {
  { ASSERT_TRUE(acquire()); }
  expect_workers(0, 0);
}

TEST_F(PhpPoolTest, AsManyRunAsRequestsDo) {
  auto first = acquire();
  auto second = acquire();
  ASSERT_TRUE(first);
  ASSERT_TRUE(second);
  expect_workers(2, 0);
}

TEST_F(PhpPoolTest, AboveTheLimitRequestsWaitForTheirTurn) {
  options_.most_workers = 1;
  auto busy = acquire();
  ASSERT_TRUE(busy);
  asio::io_context context;
  std::array<std::optional<PhpPool::Lease>, 2> waiting;
  boost::system::error_code error;
  asio::co_spawn(context, wait_for_lease(waiting[0], error), asio::detached);
  asio::co_spawn(context, wait_for_lease(waiting[1], error), asio::detached);
  while (pool().counts().waiting < 2) context.run_one();
  busy->finished();
  while (!waiting[0]) context.run_one();
  EXPECT_FALSE(waiting[1]);
  expect_workers(1, 0);
  // The next one needs not have finished to make room.
  waiting[0].reset();
  while (!waiting[1]) context.run_one();
  expect_workers(1, 0);
  EXPECT_FALSE(error);
}

TEST_F(PhpPoolTest, AWaitHasAnEnd) {
  options_.most_workers = 1;
  options_.longest_wait = milliseconds(10);
  auto busy = acquire();
  EXPECT_EQ(acquire().error(), system_error(ETIMEDOUT));
  EXPECT_EQ(pool().counts().waiting, 0U);
  busy->finished();
  EXPECT_TRUE(acquire());
}

TEST_F(PhpPoolTest, TooManyDoNotWait) {
  options_.most_workers = 1;
  options_.most_waiting = 0;
  auto busy = acquire();
  EXPECT_EQ(acquire().error(), system_error(EBUSY));
}

TEST_F(PhpPoolTest, WhoWaitsIsToldWhenItStops) {
  options_.most_workers = 1;
  auto busy = acquire();
  asio::io_context context;
  std::optional<PhpPool::Lease> lease;
  boost::system::error_code error;
  asio::co_spawn(context, wait_for_lease(lease, error), asio::detached);
  while (pool().counts().waiting == 0) context.run_one();
  pool().stop();
  context.run();
  EXPECT_EQ(error, system_error(ECANCELED));
  EXPECT_EQ(acquire().error(), system_error(ECANCELED));
}

TEST_F(PhpPoolTest, AMissingProgramIsTold) {
  options_.program = folder_ + "/nothing";
  EXPECT_EQ(acquire().error(), system_error(ENOENT));
}

TEST_F(PhpPoolTest, ThoseThatDieAsTheyStartAreNotStartedOverAndOver) {
  run_by(faithless);
  boost::system::error_code error;
  for (int i = 0; i < 50 && !error; ++i) {
    auto lease = acquire();
    if (lease) {
      lease->is_broken();
    } else {
      error = lease.error();
    }
  }
  EXPECT_EQ(error, system_error(EAGAIN));
}

TEST_F(PhpPoolTest, AProcessGoesAfterSoManyRequests) {
  options_.requests_each = 2;
  acquire()->finished();
  expect_workers(1, 1);
  acquire()->finished();
  expect_workers(0, 0);
}

TEST_F(PhpPoolTest, AnotherOneIsStartedWhereThereIsNoMoreRoom) {
  bool has_room = true;
  options_.has_room = [&has_room] {
    return has_room;
  };
  acquire()->finished();
  has_room = false;
  acquire()->finished();
  expect_workers(1, 1);
  has_room = true;
  acquire()->finished();
  expect_workers(1, 1);
}

TEST_F(PhpPoolTest, NobodyIsHandedOneThatMayWriteWhereThereIsNoMoreRoom) {
  bool has_room = true;
  options_.has_room = [&has_room] {
    return has_room;
  };
  options_.warm_workers = 1;
  options_.moment = milliseconds(20);
  auto one = acquire();
  ASSERT_TRUE(one);
  std::optional<PhpPool::Lease> lease;
  boost::system::error_code error;
  asio::io_context context;
  asio::co_spawn(context, wait_for_lease(lease, error), asio::detached);
  context.poll();
  has_room = false;
  one->finished();
  EXPECT_EQ(pool().counts().waiting, 1U);
  context.run();
  ASSERT_TRUE(lease) << error.message();
  expect_workers(1, 0);
}

TEST_F(PhpPoolTest, ANumberIsFreeWhenNothingIsLeftOfItsProcess) {
  std::vector<unsigned> started;
  std::vector<unsigned> ended;
  options_.command.orders = [&started](const PhpStart& how) {
    started.push_back(how.number);
    return std::vector<std::string>{"-c", faithful};
  };
  options_.after_end = [&ended](unsigned number) {
    ended.push_back(number);
  };
  {
    auto first = acquire();
    auto second = acquire();
    second->finished();
  }
  pool().stop();
  EXPECT_THAT(started, ElementsAre(0, 1));
  EXPECT_THAT(ended, UnorderedElementsAre(0, 1));
}

TEST_F(PhpPoolTest, SomeAreKeptForTheNextRequest) {
  options_.kept_workers = 2;
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (pool().counts().idle < 2 && std::chrono::steady_clock::now() < deadline) std::this_thread::yield();
  expect_workers(2, 2);
}

}  // namespace
}  // namespace refd::cgi
