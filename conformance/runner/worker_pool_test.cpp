#include "runner/worker_pool.h"

#include <csignal>
#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "runner/result_codec.h"

namespace cts {
namespace {

using namespace std::chrono_literals;
using reports::Verdict;
using testing::AllOf;
using testing::Each;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

reports::ScenarioResult bare(const Scenario& scenario) {
  reports::ScenarioResult result;
  result.id = scenario.id;
  return result;
}

/// A worker in sh: what it does follows from the scenario's id.
std::vector<std::string> scripted_worker() {
  reports::ScenarioResult result;
  result.id = "ID";
  result.verdict = Verdict::pass;
  const std::string line = encode({WorkerEvent::Kind::finished, "ID", result});
  return {"/bin/sh", "-c",
          "while read -r id run; do\n"
          "  case $id in\n"
          "    *.crash) echo 'about to crash' >&2; kill -SEGV $$ ;;\n"
          "    *.exit) exit 3 ;;\n"
          "    *.hang) while :; do read -r never || exit 0; done ;;\n"
          "    *.noise) echo 'not an event' ;;\n"
          "  esac\n"
          "  printf '%s\\n' \"$1\" | sed \"s/\\\"ID\\\"/\\\"$id\\\"/\"\n"
          "done",
          "sh", line};
}

Scenario scenario(std::string_view id, std::vector<std::string_view> resources = {}) {
  return {.id = id, .clauses = {}, .purpose = "", .resources = std::move(resources)};
}

class WorkerPoolTest : public testing::Test {
 protected:
  std::map<std::string, reports::ScenarioResult> run(const std::vector<const Scenario*>& scenarios,
                                                     unsigned jobs = 2) {
    WorkerPool pool({.command = command_, .jobs = jobs, .scenario_limit = limit_}, bare);
    std::map<std::string, reports::ScenarioResult> by_id;
    for (auto& result : pool.run(scenarios, "run", {}, {})) by_id[result.id] = result;
    return by_id;
  }

  std::vector<std::string> command_ = scripted_worker();
  std::chrono::milliseconds limit_ = 20s;
  const Scenario one_ = scenario("a.one");
  const Scenario two_ = scenario("a.two");
  const Scenario three_ = scenario("a.three");
};

TEST_F(WorkerPoolTest, RunsEveryScenarioOnce) {
  const auto results = run({&one_, &two_, &three_});
  ASSERT_THAT(results, SizeIs(3));
  for (const auto& [id, result] : results) {
    EXPECT_EQ(result.verdict, Verdict::pass) << result.message;
    EXPECT_GE(result.worker, 0);
  }
}

TEST_F(WorkerPoolTest, ACrashCostsOneScenario) {
  const Scenario crash = scenario("a.crash");
  const Scenario leaves = scenario("a.exit");
  const auto results = run({&one_, &crash, &two_, &leaves, &three_}, 1);
  ASSERT_THAT(results, SizeIs(5));
  EXPECT_EQ(results.at("a.crash").verdict, Verdict::error);
  EXPECT_THAT(results.at("a.crash").message, AllOf(HasSubstr("signal 11"), HasSubstr("about to crash")));
  EXPECT_EQ(results.at("a.exit").verdict, Verdict::error);
  EXPECT_THAT(results.at("a.exit").message, HasSubstr("exit code 3"));
  for (const char* id : {"a.one", "a.two", "a.three"}) EXPECT_EQ(results.at(id).verdict, Verdict::pass);
}

TEST_F(WorkerPoolTest, AScenarioThatHangsIsKilled) {
  limit_ = 200ms;
  const Scenario hang = scenario("a.hang");
  const auto results = run({&hang, &one_}, 1);
  EXPECT_EQ(results.at("a.hang").verdict, Verdict::error);
  EXPECT_THAT(results.at("a.hang").message, HasSubstr("did not end within 0.2 s"));
  EXPECT_EQ(results.at("a.one").verdict, Verdict::pass);
}

TEST_F(WorkerPoolTest, NoiseIsNoResult) {
  const Scenario noise = scenario("a.noise");
  EXPECT_EQ(run({&noise}).at("a.noise").verdict, Verdict::pass);
}

TEST_F(WorkerPoolTest, AWorkerThatCannotStartIsAnErrorEach) {
  command_ = {"/nonexistent/worker"};
  const auto results = run({&one_, &two_});
  ASSERT_THAT(results, SizeIs(2));
  EXPECT_EQ(results.at("a.one").verdict, Verdict::error);
  EXPECT_THAT(results.at("a.one").message, HasSubstr("no worker could be started"));
}

TEST_F(WorkerPoolTest, SingleResourcesAreNeverSharedAndOthersNeedNotWait) {
  const Scenario holds_a = scenario("b.first", {"mailbox"});
  const Scenario holds_b = scenario("b.second", {"mailbox"});
  const Scenario holds_c = scenario("b.third", {"mailbox"});
  int held = 0;
  int most_held = 0;
  std::vector<std::string> started;
  WorkerPool pool({.command = command_, .jobs = 3, .scenario_limit = limit_}, bare);
  const auto results = pool.run(
      {&holds_a, &holds_b, &holds_c, &one_}, "run",
      [&](const Scenario& which) {
        started.emplace_back(which.id);
        if (!which.resources.empty()) most_held = std::max(most_held, ++held);
      },
      [&](const reports::ScenarioResult& which) { held -= which.id.starts_with("b.") ? 1 : 0; });
  EXPECT_THAT(results, SizeIs(4));
  EXPECT_EQ(most_held, 1);
  ASSERT_THAT(started, SizeIs(4));
  EXPECT_EQ(started[1], "a.one") << "it must not wait behind those that wait for the mailbox";
}

TEST_F(WorkerPoolTest, CanBeUsedAgainWithTheSameWorkers) {
  WorkerPool pool({.command = command_, .jobs = 2, .scenario_limit = limit_}, bare);
  EXPECT_THAT(pool.run({&one_, &two_}, "run", {}, {}), SizeIs(2));
  EXPECT_THAT(pool.run({&three_}, "run", {}, {}), SizeIs(1));
  EXPECT_THAT(pool.run({}, "run", {}, {}), IsEmpty());
}

TEST_F(WorkerPoolTest, StoppingHandsOutNothingMoreAndKillsWhatDoesNotEnd) {
  const Scenario hang = scenario("a.hang");
  WorkerPool pool({.command = command_, .jobs = 1, .scenario_limit = limit_, .grace = 100ms}, bare);
  const auto started = std::chrono::steady_clock::now();
  const auto results = pool.run({&hang, &one_}, "run", [&pool](const Scenario&) { pool.stop(); }, {});
  EXPECT_THAT(results, IsEmpty()) << "neither has a verdict: one was killed, one never started";
  EXPECT_TRUE(pool.stopped());
  EXPECT_LT(std::chrono::steady_clock::now() - started, 10s);
}

TEST_F(WorkerPoolTest, ASignalStopsIt) {
  const Scenario hang = scenario("a.hang");
  WorkerPool pool(
      {.command = command_, .jobs = 1, .scenario_limit = limit_, .grace = 100ms, .stop_on_signals = true},
      bare);
  const auto results = pool.run({&one_, &hang, &two_}, "run",
                                [](const Scenario& which) {
                                  if (which.id == "a.hang") std::raise(SIGTERM);
                                },
                                {});
  ASSERT_THAT(results, SizeIs(1)) << "what had ended keeps its verdict";
  EXPECT_EQ(results.front().id, "a.one");
  EXPECT_TRUE(pool.stopped());
}

}  // namespace
}  // namespace cts
