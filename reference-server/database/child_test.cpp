#include "database/child.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <thread>

#include <gtest/gtest.h>

namespace refd::db {
namespace {

constexpr std::chrono::milliseconds deadline(60'000);

ChildOptions shell(const std::string& command) {
  return {.words = {"/bin/sh", "-c", command}};
}

TEST(Child, TellsHowItEnded) {
  auto child = Child::start(shell("exit 7"));
  ASSERT_TRUE(child);
  ASSERT_TRUE(child->wait(deadline));
  EXPECT_EQ(child->end_text(), "status 7");
  EXPECT_FALSE(*child);
}

TEST(Child, TellsWhatItCannotBeStartedFor) {
  const auto child = Child::start({.words = {"/nonexistent/mariadbd"}});
  ASSERT_FALSE(child);
  EXPECT_EQ(child.error(), system_error(ENOENT));
}

TEST(Child, EndsBySignal) {
  auto child = Child::start(shell("exec sleep 600"));
  ASSERT_TRUE(child);
  EXPECT_FALSE(child->wait(std::chrono::milliseconds(0)));
  child->signal(SIGTERM);
  ASSERT_TRUE(child->wait(deadline));
  EXPECT_EQ(child->end_text(), "signal 15");
}

TEST(Child, HasNothingOfOurs) {
  std::array<int, 2> ends{};
  ASSERT_EQ(::pipe(ends.data()), 0);  // without O_CLOEXEC
  std::array<int, 2> output{};
  ASSERT_EQ(::pipe(output.data()), 0);
  auto options = shell("ls -1 /proc/self/fd | wc -l; cat");
  options.output = output[1];
  auto child = Child::start(options);
  ASSERT_TRUE(child);
  ASSERT_TRUE(child->wait(deadline));
  std::array<char, 64> text{};
  ASSERT_GT(::read(output[0], text.data(), text.size() - 1), 0);
  EXPECT_EQ(std::string(text.data()), "4\n");  // the three, and the directory that is read
  for (const int end : {ends[0], ends[1], output[0], output[1]}) ::close(end);
}

// As it would when the whole server is killed.
TEST(Child, DoesNotOutliveTheThreadThatStartedIt) {
  Child kept;
  std::thread([&kept] {
    auto child = Child::start(shell("exec sleep 600"));
    ASSERT_TRUE(child);
    kept = std::move(*child);
  }).join();
  ASSERT_TRUE(kept.wait(deadline));
  EXPECT_EQ(kept.end_text(), "signal 9");
}

}  // namespace
}  // namespace refd::db
