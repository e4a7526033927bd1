#include "check/version.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace cts {
namespace {

using testing::Eq;
using testing::Gt;
using testing::Lt;
using testing::Not;
using testing::Optional;

struct Pair {
  std::string_view lower;
  std::string_view higher;
};

TEST(Versions, AreComparedNumberByNumber) {
  for (const Pair& pair :
       {Pair{"5.8.5", "5.36.0"}, Pair{"5.8.5", "5.8.10"}, Pair{"4.4.7", "8.2.7-1+deb12u1"}, Pair{"8", "8.13"},
        Pair{"8.13", "8.13.1"}, Pair{"", "0.1"}, Pair{"4.0.20", "10.11.3-MariaDB"}}) {
    EXPECT_THAT(compare_versions(pair.lower, pair.higher), Lt(0)) << pair.lower << ", " << pair.higher;
    EXPECT_THAT(compare_versions(pair.higher, pair.lower), Gt(0)) << pair.lower << ", " << pair.higher;
  }
}

TEST(Versions, WhatIsMissingIsNought) {
  EXPECT_THAT(compare_versions("8.13", "8.13.0"), Eq(0));
  EXPECT_THAT(compare_versions("5", "5.0.0"), Eq(0));
  EXPECT_THAT(compare_versions("", "0"), Eq(0));
}

TEST(Versions, ALeadingNoughtIsANumberOfItsOwn) {
  EXPECT_THAT(compare_versions("2.02", "2.0.2"), Eq(0));
  EXPECT_THAT(compare_versions("2.02", "2.1.5"), Lt(0));
  EXPECT_THAT(compare_versions("2.01", "2.02"), Lt(0));
}

TEST(Versions, AreFoundInWhatProgramsPrint) {
  EXPECT_THAT(version_behind("PHP 8.2.7 (cli) (built: Jun  9 2023)\n", "PHP "), Optional(Eq("8.2.7")));
  EXPECT_THAT(version_behind("Network Kanji Filter Version 2.1.5 (2018-12-15)", "Version"),
              Optional(Eq("2.1.5")));
  EXPECT_THAT(version_behind("Version 8.13.", "Version"), Optional(Eq("8.13")));
  EXPECT_THAT(version_behind("a PHP without a number", "PHP"), Eq(std::nullopt));
  EXPECT_THAT(version_behind("1.2.3", "PHP"), Eq(std::nullopt));
}

TEST(IsAtLeast, TakesTheSameAndHigherVersions) {
  EXPECT_THAT(std::optional<std::string>("5.8.5"), IsAtLeast("5.8.5"));
  EXPECT_THAT(std::optional<std::string>("5.36"), IsAtLeast("5.8.5"));
  EXPECT_THAT(std::optional<std::string>("5.8.4"), Not(IsAtLeast("5.8.5")));
  EXPECT_THAT(std::optional<std::string>(), Not(IsAtLeast("5.8.5")));
}

TEST(IsAtLeast, TakesAnyVersionWhenNoneIsPromised) {
  EXPECT_THAT(std::optional<std::string>("0.1"), IsAtLeast(""));
  EXPECT_THAT(std::optional<std::string>(), Not(IsAtLeast("")));
}

TEST(IsAtLeast, SaysWhatItWants) {
  EXPECT_THAT(testing::DescribeMatcher<std::optional<std::string>>(IsAtLeast("5.8.5")),
              Eq("a version that is not lower than 5.8.5"));
}

}  // namespace
}  // namespace cts
