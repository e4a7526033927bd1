#include "runner/trial.h"

#include <gmock/gmock.h>

namespace cts {
namespace {

class TrialTest : public testing::Test {
 protected:
  bool is_tried(const Scenario& scenario, bool thorough = false) {
    return !tried_against(deviation_, {&scenario}, thorough).empty();
  }

  KnownDeviation deviation_{.id = "web.err.no_404", .clauses = {"WEB-ERR-404"}};
};

TEST_F(TrialTest, TakesItsOwnScenariosEvenSlowOnes) {
  EXPECT_TRUE(is_tried({.id = "a.b", .clauses = {"FTP-1", "WEB-ERR-404"}, .tier = Tier::slow}));
}

TEST_F(TrialTest, TakesTheChaptersScenariosUnlessTheyAreSlow) {
  EXPECT_TRUE(is_tried({.id = "a.b", .clauses = {"WEB-MAP-1"}}));
  EXPECT_FALSE(is_tried({.id = "a.b", .clauses = {"WEB-MAP-1"}, .tier = Tier::slow}));
  EXPECT_TRUE(is_tried({.id = "a.b", .clauses = {"WEB-MAP-1"}, .tier = Tier::slow}, true));
}

TEST_F(TrialTest, DrawsAFourthOfTheOthersAlwaysTheSame) {
  std::vector<std::string> ids;
  for (int number = 0; number < 400; ++number) ids.push_back("ftp.test." + std::to_string(number));
  std::vector<Scenario> rows;
  std::vector<const Scenario*> all;
  for (const auto& id : ids) rows.push_back({.id = id, .clauses = {"FTP-DIR-1"}});
  for (const auto& row : rows) all.push_back(&row);
  const auto tried = tried_against(deviation_, all, false);
  EXPECT_NEAR(static_cast<double>(tried.size()), 100, 30);
  EXPECT_EQ(tried_against(deviation_, all, false), tried);
  EXPECT_EQ(tried_against(deviation_, all, true), all);
  KnownDeviation other = deviation_;
  other.id = "web.err.no_403";
  EXPECT_NE(tried_against(other, all, false), tried);
}

TEST_F(TrialTest, DrawsCostlyOnesLessOften) {
  std::vector<std::string> ids;
  for (int number = 0; number < 1600; ++number) ids.push_back("db.test." + std::to_string(number));
  std::vector<Scenario> rows;
  std::vector<const Scenario*> all;
  for (const auto& id : ids) rows.push_back({.id = id, .clauses = {"DB-1"}});
  for (const auto& row : rows) all.push_back(&row);
  EXPECT_NEAR(static_cast<double>(tried_against(deviation_, all, false).size()), 50, 25);
}

TEST_F(TrialTest, CountsItsOwnScenariosThatTakeTurns) {
  const Scenario own{.id = "a.a", .clauses = {"WEB-ERR-404"}, .resources = {resource::clock}};
  const Scenario free{.id = "a.b", .clauses = {"WEB-ERR-404"}};
  const Scenario foreign{.id = "a.c", .clauses = {"FTP-1"}, .resources = {resource::clock}};
  EXPECT_EQ(own_in_turn(deviation_, {&own, &free, &foreign, &own}), 2U);
}

}  // namespace
}  // namespace cts
