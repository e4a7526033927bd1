#include "clause/coverage.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace cts {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

ClauseCatalogue small_catalogue() {
  std::vector<Clause> clauses(4);
  clauses[0].id = "A-1";
  clauses[1].id = "A-2";
  clauses[2].id = "A-3";
  clauses[2].observability = Observability::document;
  clauses[3].id = "A-4";
  clauses[3].observability = Observability::operated;
  return {{}, {}, std::move(clauses)};
}

TEST(Coverage, TellsWhoProvesEachClauseOrWhyNobody) {
  const ClauseCatalogue catalogue = small_catalogue();
  const Coverage coverage = coverage_of(catalogue, {{"a.x", {"A-1", "A-4"}}, {"a.y", {"A-1"}}});

  ASSERT_EQ(coverage.clauses.size(), 4u);
  EXPECT_EQ(coverage.clauses[0].clause, catalogue.find("A-1"));
  EXPECT_THAT(coverage.clauses[0].scenarios, ElementsAre("a.x", "a.y"));
  EXPECT_THAT(coverage.clauses[0].reason, IsEmpty());
  EXPECT_FALSE(coverage.clauses[1].covered());
  EXPECT_EQ(coverage.clauses[1].reason, "no scenario yet");
  EXPECT_EQ(coverage.clauses[2].reason, "not observable");
  EXPECT_THAT(coverage.clauses[3].scenarios, ElementsAre("a.x"));
  EXPECT_EQ(coverage.covered(), 2u);
  EXPECT_EQ(coverage.observable(), 3u);
  EXPECT_THAT(coverage.unknown, IsEmpty());
}

TEST(Coverage, TellsWhoCitesAClauseThatThereIsNot) {
  const ClauseCatalogue catalogue = small_catalogue();
  EXPECT_THAT(coverage_of(catalogue, {{"a.x", {"A-1", "B-1"}}, {"a.y", {"a-2"}}}).unknown,
              ElementsAre("a.x cites B-1", "a.y cites a-2"));
}

}  // namespace
}  // namespace cts
