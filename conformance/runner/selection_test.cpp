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

TEST(Glob, MatchesTheWholeText) {
  EXPECT_TRUE(matches_glob("WEB-INDEX-1", "WEB-INDEX-1"));
  EXPECT_FALSE(matches_glob("WEB-INDEX-1", "WEB-INDEX-10"));
  EXPECT_FALSE(matches_glob("WEB-INDEX-10", "WEB-INDEX-1"));
  EXPECT_FALSE(matches_glob("index", "web.index.first"));
}

TEST(Glob, UnderstandsStarsAndQuestionMarks) {
  EXPECT_TRUE(matches_glob("*", ""));
  EXPECT_TRUE(matches_glob("WEB-*", "WEB-MAP-1"));
  EXPECT_TRUE(matches_glob("*.index.*", "web.index.first"));
  EXPECT_TRUE(matches_glob("WEB-INDEX-?", "WEB-INDEX-7"));
  EXPECT_FALSE(matches_glob("WEB-INDEX-?", "WEB-INDEX-"));
  EXPECT_TRUE(matches_glob("a*b*c", "aXXbYYbZc"));
  EXPECT_FALSE(matches_glob("a*b*c", "aXXcYYb"));
  EXPECT_FALSE(matches_glob("", "x"));
}

TEST(Glob, DoesNotTakeExponentialTime) {
  EXPECT_FALSE(matches_glob("*a*a*a*a*a*a*a*a*a*a*b", std::string(20'000, 'a')));
}

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
