#include "command/remaining_time.h"

#include <gtest/gtest.h>

namespace cts {
namespace {

using reports::Seconds;

const Scenario quick{.id = "a.quick", .clauses = {"A-1"}, .purpose = "p"};
const Scenario slow{.id = "a.slow", .clauses = {"A-1"}, .purpose = "p", .tier = Tier::slow};

TEST(RemainingTime, GoesByTheTiersWhereNothingElseIsKnown) {
  RemainingTime time({}, 1);
  time.begin({&quick, &slow});
  EXPECT_NEAR(time.left(Seconds{0})->count(), 31, 0.1);
  time.finished("a.quick");
  EXPECT_NEAR(time.left(Seconds{1})->count(), 30, 0.1);
  time.finished("a.slow");
  EXPECT_FALSE(time.left(Seconds{31}).has_value());
}

TEST(RemainingTime, KnowsAnEarlierRunAndHowManyRunAtOnce) {
  RemainingTime time({{"a.quick", Seconds{10}}, {"a.slow", Seconds{10}}}, 2);
  time.begin({&quick, &slow});
  EXPECT_NEAR(time.left(Seconds{0})->count(), 10, 0.1);
}

TEST(RemainingTime, LearnsFromTheRunItself) {
  RemainingTime time({{"a.quick", Seconds{10}}, {"a.slow", Seconds{10}}}, 1);
  time.begin({&quick, &slow});
  time.finished("a.quick");
  time.finished("a.unknown");
  EXPECT_GT(time.left(Seconds{100})->count(), 50) << "it goes ten times as slowly";
}

TEST(RemainingTime, TakesTimesOfWhatRan) {
  reports::RunRecord run;
  run.scenarios.push_back({.id = "ran", .duration = Seconds{3}, .worker = 0});
  run.scenarios.push_back({.id = "not", .duration = Seconds{0}, .worker = -1});
  EXPECT_EQ(times_of(run), (std::map<std::string, Seconds>{{"ran", Seconds{3}}}));
}

TEST(RoughTime, IsNoMoreExactThanItIs) {
  EXPECT_EQ(rough_time(Seconds{0.2}), "about 10 s left");
  EXPECT_EQ(rough_time(Seconds{31}), "about 40 s left");
  EXPECT_EQ(rough_time(Seconds{58}), "about 1 min left");
  EXPECT_EQ(rough_time(Seconds{200}), "about 3 min left");
}

}  // namespace
}  // namespace cts
