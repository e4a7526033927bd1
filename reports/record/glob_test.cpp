#include "reports/record/glob.h"

#include <string>

#include <gtest/gtest.h>

namespace reports {
namespace {

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

}  // namespace
}  // namespace reports
