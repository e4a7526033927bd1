#include "fleet/host_pool.h"

#include <csignal>
#include <map>

#include <gmock/gmock.h>

namespace cts {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

HostJob job(const std::string& key, const std::string& script, std::set<std::string> places = {}) {
  return {key, {"/bin/sh", "-c", script}, std::move(places)};
}

/// What a pool did, in order: "+a", "-a".
struct Course {
  std::vector<std::string> events;
  std::map<std::string, ChildEnd> ends;
  std::map<std::string, std::string> words;

  void run(HostPool& pool, const std::vector<HostJob>& jobs) {
    pool.run(
        jobs, [this](const HostJob& each) { events.push_back("+" + each.key); },
        [this](const HostJob& each, const ChildEnd& end, const std::string& said) {
          events.push_back("-" + each.key);
          ends[each.key] = end;
          words[each.key] = said;
        });
  }
  std::size_t most_at_once() const {
    std::size_t now = 0;
    std::size_t most = 0;
    for (const std::string& event : events) {
      now = event.front() == '+' ? now + 1 : now - 1;
      most = std::max(most, now);
    }
    return most;
  }
};

TEST(HostPool, TellsHowEachEnded) {
  HostPool pool(2);
  Course course;
  course.run(
      pool, {job("good", "exit 0"), job("bad", "echo why >&2; exit 78"), {"none", {"/no/such/program"}, {}}});
  EXPECT_EQ(course.ends.at("good").exit_code, 0);
  EXPECT_EQ(course.ends.at("bad").exit_code, 78);
  EXPECT_EQ(course.words.at("bad"), "why\n");
  EXPECT_EQ(course.ends.at("none").exit_code, -1);
  EXPECT_THAT(course.words.at("none"), HasSubstr("/no/such/program"));
}

TEST(HostPool, RunsNoMoreThanItMayAtOnce) {
  std::vector<HostJob> jobs;
  for (int i = 0; i < 9; ++i) jobs.push_back(job(std::to_string(i), "sleep 0.05"));
  HostPool pool(3);
  Course course;
  course.run(pool, jobs);
  EXPECT_EQ(course.ends.size(), 9U);
  EXPECT_EQ(course.most_at_once(), 3U) << "as many as it may";
}

TEST(HostPool, LeavesAPlaceToOneAtATimeAndGoesOnElsewhere) {
  // The first waits until the third has been, so the order cannot be another.
  const std::string folder = testing::TempDir() + "host-pool-" + std::to_string(::getpid());
  HostPool pool(2);
  Course course;
  course.run(pool,
             {job("first", "until [ -e " + folder + " ]; do sleep 0.01; done", {"192.0.2.1", "a"}),
              job("same", "rm " + folder, {"192.0.2.1"}), job("other", ": > " + folder, {"192.0.2.2"})});
  EXPECT_THAT(course.events, ElementsAre("+first", "+other", "-other", "-first", "+same", "-same"));
  EXPECT_EQ(course.ends.at("same").exit_code, 0);
}

TEST(HostPool, HandsASignalOnAndStartsNothingMore) {
  HostPool pool(1);
  Course course;
  pool.run(
      {job("first", "kill -TERM $PPID; sleep 60"), job("second", "exit 0")},
      [&course](const HostJob& each) { course.events.push_back("+" + each.key); },
      [&course](const HostJob& each, const ChildEnd& end, const std::string&) {
        course.ends[each.key] = end;
      });
  EXPECT_THAT(course.events, ElementsAre("+first"));
  EXPECT_EQ(course.ends.at("first").signal, SIGTERM);
  EXPECT_TRUE(pool.stopped());
}

}  // namespace
}  // namespace cts
