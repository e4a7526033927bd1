#include "reports/compare/outline.h"

#include <gmock/gmock.h>

#include "reports/approved/sample_record.h"

namespace reports {
namespace {

using testing::ElementsAre;

TEST(Outline, TellsTheWorstFirstAndNothingThatIsNot) {
  std::vector<std::string_view> keys;
  for (const OutlineSection& section : outline(*mixed_record().comparison)) keys.push_back(section.key);
  EXPECT_THAT(keys, ElementsAre("terms", "services", "new_failure", "lost_sight", "fixed", "software",
                                "readings", "replies", "times", "gone"));
  EXPECT_TRUE(outline({}).empty());
}

TEST(Outline, TellsOfASetWhatCameAndWhatWent) {
  Comparison found;
  found.traits = {{"smtp", "EHLO", {"SIZE", "VRFY"}, {"SIZE", "STARTTLS"}}, {"ftp", "greeting", {"a"}, {}}};
  const auto sections = outline(found);
  ASSERT_EQ(sections.size(), 1U);
  EXPECT_EQ(sections[0].items[0].before, "− VRFY");
  EXPECT_EQ(sections[0].items[0].after, "+ STARTTLS");
  EXPECT_EQ(sections[0].items[1].after, "none");
}

TEST(Outline, DrawsTogetherWhatHasOneReason) {
  Comparison found;
  for (const char* id : {"a.a", "b.b", "c.c", "d.d", "e.e"})
    found.scenarios.push_back({.id = id,
                               .change = Change::not_run,
                               .before = Verdict::pass,
                               .after = Verdict::not_run,
                               .message_after = "is of tier slow"});
  found.scenarios.push_back({.id = "f.f", .change = Change::not_run, .before = Verdict::pass});
  const auto sections = outline(found);
  ASSERT_EQ(sections.size(), 1U);
  EXPECT_EQ(sections[0].count, 6U);
  ASSERT_EQ(sections[0].items.size(), 2U);
  EXPECT_EQ(sections[0].items[0].subject, "f.f");
  EXPECT_EQ(sections[0].items[1].subject, "a.a, b.b, c.c, … 2 more");
  EXPECT_EQ(sections[0].items[1].detail, "is of tier slow");
}

TEST(OutlineSummary, NeverCallsTwoRunsAlikeThatHaveNothingInCommon) {
  EXPECT_THAT(outline_summary({}), testing::HasSubstr("no scenario in common"));
  EXPECT_EQ(
      outline_summary(*mixed_record().comparison),
      "New failures: 1, No longer judged: 1, Fixed: 1, Changed but conforming: 1, Gone from the suite: 1, "
      "The same: 3");
}

}  // namespace
}  // namespace reports
