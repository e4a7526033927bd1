#include "database/database_keeper.h"

#include <csignal>

#include <gtest/gtest.h>

namespace refd::db {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds deadline(60'000);

DatabaseKeeper::Options shell(const std::string& command) {
  DatabaseKeeper::Options options;
  options.start = [command] {
    return Child::start({.words = {"/bin/sh", "-c", command}});
  };
  options.answers = [] {
    return true;
  };
  options.pace = {.first = milliseconds(1), .longest = milliseconds(5)};
  return options;
}

// Until it holds; a test that waits in vain fails.
template <class Condition>
bool eventually(Condition holds) {
  const auto end = std::chrono::steady_clock::now() + deadline;
  while (!holds()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(milliseconds(1));
  }
  return true;
}

TEST(DatabaseKeeper, IsReadyWhenTheServerAnswers) {
  auto options = shell("exec sleep 600");
  std::atomic<int> questions = 0;
  options.answers = [&questions] {
    return ++questions == 3;
  };
  DatabaseKeeper keeper(options, silent_log());
  keeper.start();
  EXPECT_TRUE(keeper.wait_until_ready(deadline));
  EXPECT_EQ(questions, 3);
  EXPECT_GT(keeper.process(), 0);
  keeper.stop();
  EXPECT_EQ(keeper.state(), DatabaseKeeper::State::stopped);
  EXPECT_EQ(keeper.process(), 0);
}

TEST(DatabaseKeeper, StartsAnotherWhenOneIsKilled) {
  DatabaseKeeper keeper(shell("exec sleep 600"), silent_log());
  keeper.start();
  ASSERT_TRUE(keeper.wait_until_ready(deadline));
  const auto first = keeper.process();
  ASSERT_EQ(::kill(first, SIGKILL), 0);
  EXPECT_TRUE(eventually([&] {
    const auto now = keeper.process();
    return now != 0 && now != first && keeper.state() == DatabaseKeeper::State::ready;
  }));
}

TEST(DatabaseKeeper, IsDownWhileItsServerEndsAtOnce) {
  auto options = shell("exit 1");
  std::atomic<int> starts = 0;
  options.start = [&starts] {
    ++starts;
    return Child::start({.words = {"/bin/false"}});
  };
  options.answers = [] {
    return false;
  };
  DatabaseKeeper keeper(options, silent_log());
  keeper.start();
  EXPECT_FALSE(keeper.wait_until_ready(deadline));
  EXPECT_TRUE(eventually([&] { return starts >= 3; }));
}

TEST(DatabaseKeeper, WhatCannotBePreparedIsNotStarted) {
  auto options = shell("exec sleep 600");
  options.prepare = []() -> Result<void> {
    return system_error(ENOENT);
  };
  DatabaseKeeper keeper(options, silent_log());
  keeper.start();
  EXPECT_FALSE(keeper.wait_until_ready(deadline));
  EXPECT_EQ(keeper.state(), DatabaseKeeper::State::down);
}

TEST(DatabaseKeeper, KillsOneThatDoesNotEnd) {
  auto options = shell("trap '' TERM; while :; do sleep 600; done");
  options.stop_limit = milliseconds(50);
  DatabaseKeeper keeper(options, silent_log());
  keeper.start();
  ASSERT_TRUE(keeper.wait_until_ready(deadline));
  const auto process = keeper.process();
  keeper.stop();
  EXPECT_NE(::kill(process, 0), 0);
}

TEST(DatabaseKeeper, CanBeStoppedBeforeTheServerAnswers) {
  auto options = shell("exec sleep 600");
  options.answers = [] {
    return false;
  };
  DatabaseKeeper keeper(options, silent_log());
  keeper.start();
  EXPECT_TRUE(eventually([&] { return keeper.process() != 0; }));
  keeper.stop();
  EXPECT_EQ(keeper.state(), DatabaseKeeper::State::stopped);
}

}  // namespace
}  // namespace refd::db
