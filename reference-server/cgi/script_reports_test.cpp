#include "cgi/script_reports.h"

#include <gtest/gtest.h>

namespace refd::cgi {
namespace {

TEST(ScriptReports, TellWhyNothingWasExecuted) {
  ScriptReports reports;
  EXPECT_FALSE(reports.start_failure());
  reports.add("pno permission");
  ASSERT_TRUE(reports.start_failure());
  EXPECT_EQ(reports.start_failure()->kind, 'p');
  EXPECT_EQ(reports.start_failure()->text, "no permission");
  EXPECT_EQ(reports.ending_signal(), 0);
}

TEST(ScriptReports, TellTheSignalThatEndedIt) {
  ScriptReports reports;
  reports.add("x11");
  EXPECT_EQ(reports.ending_signal(), 11);
  EXPECT_FALSE(reports.start_failure());
}

TEST(ScriptReports, TakeNonsenseForNothing) {
  for (const auto* nonsense : {"", "x", "x-9", "x0", "x65", "x9 ", "x99999999999999999999", "x1x"}) {
    ScriptReports reports;
    reports.add(nonsense);
    EXPECT_EQ(reports.ending_signal(), 0) << nonsense;
    EXPECT_FALSE(reports.start_failure()) << nonsense;
  }
}

}  // namespace
}  // namespace refd::cgi
