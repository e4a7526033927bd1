#include "runner/selection.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace cts {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const Scenario first{.id = "web.index.first", .clauses = {"WEB-INDEX-1"}, .purpose = ""};
const Scenario tenth{.id = "web.index.tenth", .clauses = {"WEB-INDEX-10", "WEB-MAP-1"}, .purpose = ""};
const Scenario login{.id = "ftp.login.accepts", .clauses = {"FTP-LOGIN-1"}, .purpose = ""};
const std::vector<const Scenario*> all{&first, &tenth, &login};

TEST(Selection, WithoutPatternsSelectsAll) {
  const Selection selection({});
  EXPECT_TRUE(selection.selects(first));
  EXPECT_THAT(selection.unmatched(all), IsEmpty());
}

TEST(Selection, TakesScenarioAndClauseIds) {
  const Selection selection({"WEB-INDEX-1", "ftp.*"});
  EXPECT_TRUE(selection.selects(first));
  EXPECT_FALSE(selection.selects(tenth));
  EXPECT_TRUE(selection.selects(login));
}

TEST(Selection, TellsEveryPatternThatMatchesNothing) {
  const Selection selection({"WEB-*", "WBE-*", "nothing"});
  EXPECT_THAT(selection.unmatched(all), ElementsAre("WBE-*", "nothing"));
}

TEST(Suggestion, FindsWhatWasProbablyMeant) {
  EXPECT_EQ(suggestion_for("WBE-*", all), "WEB-*");
  EXPECT_EQ(suggestion_for("web.indx.first", all), "web.index.first");
  EXPECT_EQ(suggestion_for("web-index-*", all), "WEB-INDEX-*");
  EXPECT_EQ(suggestion_for("something else altogether", all), "");
  EXPECT_EQ(nearest("WBE-*", {"DB-*", "WEB-*"}), "WEB-*")
      << "two letters that changed places are one mistake";
}

}  // namespace
}  // namespace cts
