// The kill matrix as a command: that it kills, what it writes, and what it refuses.

#include <cstdlib>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "selftest/suite.h"

namespace cts::selftest {
namespace {

using testing::HasSubstr;

class KillMatrixCommand : public testing::Test {
 protected:
  KillMatrixCommand() { ::unsetenv("HOSTING_FTP_PASSWORD"); }

  TemporaryFolder out_;
};

TEST_F(KillMatrixCommand, KillsTheIndexDeviationsAndTellsSo) {
  const ProgramResult run = run_suite({"kill-matrix", "--site", reference_site(), "--deviation",
                                       "web.index.*_before_*", "--out", out_.path()});
  EXPECT_EQ(run.end.exit_code, 0) << run.output << run.error_tail;
  EXPECT_THAT(run.output, HasSubstr("every check can fail"));
  const auto matrix = nlohmann::json::parse(read_file(out_ / "kill-matrix.json"));
  EXPECT_TRUE(matrix.at("ok").get<bool>());
  EXPECT_GE(matrix.at("deviations").size(), 4u);
  for (const auto& row : matrix.at("deviations")) {
    EXPECT_EQ(row.at("outcome"), "killed") << row.at("id");
    EXPECT_GT(row.at("acted"), 0) << row.at("id");
    EXPECT_FALSE(row.at("killed_by").empty()) << row.at("id");
  }
  EXPECT_THAT(read_file(out_ / "kill-matrix.md"), HasSubstr("| `web.index."));
}

TEST_F(KillMatrixCommand, ASurvivorIsAFailure) {
  // The selected scenario is of the deviation's clause, but looks at the names of directories only.
  const ProgramResult run = run_suite({"kill-matrix", "--select", "web.case.directories_by_url",
                                       "--deviation", "web.case.index_folds", "--out", out_.path()});
  EXPECT_EQ(run.end.exit_code, 1) << run.output;
  EXPECT_THAT(run.output, HasSubstr("SURVIVED"));
  EXPECT_THAT(run.output, HasSubstr("no scenario of WEB-CASE-1 fails"));
}

TEST_F(KillMatrixCommand, RefusesWhatMatchesNothing) {
  const ProgramResult run =
      run_suite({"kill-matrix", "--deviation", "web.index.htm_before_htm", "--out", out_.path()});
  EXPECT_EQ(run.end.exit_code, 64);
  EXPECT_THAT(run.error_tail, HasSubstr("did you mean 'web.index.htm_before_html'?"));
  EXPECT_EQ(run_suite({"kill-matrix", "--select", "WBE-*"}).end.exit_code, 64);
  EXPECT_EQ(run_suite({"kill-matrix", "--server", "/nonexistent/refd"}).end.exit_code, 78);
}

}  // namespace
}  // namespace cts::selftest
