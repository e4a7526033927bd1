#include "counter/counter_store.h"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <future>
#include <system_error>

#include <gmock/gmock.h>

namespace refd {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

CounterVisit visit_of(const std::string& address, std::uint64_t start = 1) {
  return {.name = "example.jp", .address = address, .start = start};
}

TEST(AfterVisit, FollowsTheLastAddress) {
  CounterState state;
  std::vector<std::uint64_t> seen;
  for (const char* address : {"a", "a", "b", "a", "a", "c"}) {
    state = after_visit(state, visit_of(address, 1024));
    seen.push_back(state.value);
  }
  EXPECT_THAT(seen, testing::ElementsAre(1024, 1024, 1025, 1026, 1026, 1027));
}

TEST(AfterVisit, GoesBeyondThirtyTwoBitsAndStopsWhereItMust) {
  EXPECT_EQ(after_visit({4'294'967'295, "a"}, visit_of("b")).value, 4'294'967'296u);
  constexpr std::uint64_t last = 9'223'372'036'854'775'807u;
  EXPECT_EQ(after_visit({last, "a"}, visit_of("b")), (CounterState{last, "b"}));
}

class CounterStoreTest : public testing::Test {
 protected:
  CounterStoreTest() {
    auto pattern = (fs::temp_directory_path() / "counter-store-XXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
  }
  ~CounterStoreTest() override {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }
  std::string file() const { return (folder_ / "counters.sqlite").string(); }
  std::unique_ptr<CounterStore> store() const { return std::make_unique<CounterStore>(file(), silent_log()); }

  static Result<CounterState> visited(Counter& counter, const CounterVisit& visit) {
    std::promise<Result<CounterState>> promise;
    counter.visit(visit, [&promise](Result<CounterState> outcome) { promise.set_value(std::move(outcome)); });
    return promise.get_future().get();
  }
  static std::uint64_t value_after(Counter& counter, const std::string& address) {
    return visited(counter, visit_of(address))->value;
  }

  fs::path folder_;
};

TEST_F(CounterStoreTest, KeepsNumberAndAddressOverARestart) {
  EXPECT_EQ(visited(*store(), visit_of("192.0.2.1", 41))->value, 41u);
  const auto again = store();
  EXPECT_EQ(value_after(*again, "192.0.2.1"), 41u) << "a reload, even after a restart";
  EXPECT_EQ(value_after(*again, "2001:db8::1"), 42u);
  EXPECT_EQ(value_after(*again, "2001:db8::1"), 42u);
  ASSERT_EQ(again->counters()->size(), 1u);
  EXPECT_EQ(again->counters()->front().last_address, "2001:db8::1");
}

TEST_F(CounterStoreTest, LooksWithoutCountingAndStartsAnew) {
  const auto counters = store();
  EXPECT_TRUE(counters->counters()->empty());
  value_after(*counters, "a");
  std::promise<std::uint64_t> promise;
  counters->look("example.jp",
                 [&promise](const Result<CounterState>& state) { promise.set_value(state->value); });
  EXPECT_EQ(promise.get_future().get(), 1u);
  ASSERT_TRUE(counters->reset());
  EXPECT_TRUE(counters->counters()->empty());
  EXPECT_EQ(visited(*counters, visit_of("a", 7))->value, 7u);
}

TEST_F(CounterStoreTest, CountsExactlyFromManyThreads) {
  constexpr int threads = 8;
  constexpr int visits = 400;
  const auto counters = store();
  std::vector<std::thread> visitors;
  std::mutex mutex;
  std::vector<std::uint64_t> seen;
  for (int thread = 0; thread < threads; ++thread) {
    visitors.emplace_back([&, thread] {
      for (int number = 0; number < visits; ++number) {
        const auto value = value_after(*counters, std::to_string(thread) + "." + std::to_string(number));
        const std::lock_guard lock(mutex);
        seen.push_back(value);
      }
    });
  }
  for (auto& visitor : visitors) visitor.join();
  std::sort(seen.begin(), seen.end());
  ASSERT_EQ(seen.size(), std::size_t{threads} * visits);
  for (std::size_t i = 0; i < seen.size(); ++i) ASSERT_EQ(seen[i], i + 1);
}

TEST_F(CounterStoreTest, WhatWasToldSurvivesBeingKilled) {
  int pipe[2];
  ASSERT_EQ(::pipe(pipe), 0);
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    // Counts without end and tells each number once it is said to be kept.
    const auto counters = store();
    for (std::uint64_t number = 1;; ++number) {
      const auto value = value_after(*counters, std::to_string(number));
      if (::write(pipe[1], &value, sizeof value) != sizeof value) ::_exit(1);
    }
  }
  ::close(pipe[1]);
  std::uint64_t told = 0;
  while (told < 200) ASSERT_EQ(::read(pipe[0], &told, sizeof told), ssize_t{sizeof told});
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  for (std::uint64_t value = 0; ::read(pipe[0], &value, sizeof value) == sizeof value;) told = value;
  ::close(pipe[0]);
  const auto kept = store()->counters()->front().value;
  // The one that was kept and not yet told may be there as well.
  EXPECT_GE(kept, told);
  EXPECT_LE(kept, told + 1);
}

TEST_F(CounterStoreTest, ADamagedFileIsTold) {
  std::ofstream(file()) << std::string(8192, 'x');
  try {
    store();
    FAIL() << "it was taken for a database";
  } catch (const std::system_error& error) {
    EXPECT_THAT(error.what(), HasSubstr("counters.sqlite"));
    EXPECT_THAT(error.what(), HasSubstr("not a database"));
  }
}

TEST_F(CounterStoreTest, DamageInsideIsToldToo) {
  {
    const auto counters = store();
    for (int i = 0; i < 300; ++i) {
      auto visit = visit_of("a");
      visit.name = "site" + std::to_string(i) + ".example.jp";
      visited(*counters, visit);
    }
  }
  // The log has been folded into the file; its table's pages are overwritten.
  {
    std::fstream out(file(), std::ios::in | std::ios::out | std::ios::binary);
    out.seekp(4096);
    out << std::string(8192, 'x');
  }
  EXPECT_THROW(store(), std::system_error);
}

TEST_F(CounterStoreTest, AFolderThatIsNotThereIsTold) {
  EXPECT_THROW(CounterStore((folder_ / "absent" / "x").string(), silent_log()), std::system_error);
}

TEST_F(CounterStoreTest, AFullDiskCountsNothingAndTellsSo) {
  std::signal(SIGXFSZ, SIG_IGN);
  auto counters = store();
  EXPECT_EQ(value_after(*counters, "a"), 1u);
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  const rlimit full{1, before.rlim_max};
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &full), 0);
  const auto refused = visited(*counters, visit_of("b"));
  const auto reload = visited(*counters, visit_of("a"));
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &before), 0);
  EXPECT_FALSE(refused);
  ASSERT_TRUE(reload) << "what needs no writing goes on";
  EXPECT_EQ(reload->value, 1u);
  EXPECT_EQ(value_after(*counters, "b"), 2u) << "counted once there is room";
  counters.reset();
  EXPECT_EQ(store()->counters()->front().value, 2u);
}

TEST_F(CounterStoreTest, TakesNothingAfterItsEnd) {
  const auto counters = store();
  value_after(*counters, "a");
  counters->stop();
  EXPECT_EQ(visited(*counters, visit_of("b")).error(), system_error(ECANCELED));
}

}  // namespace
}  // namespace refd
