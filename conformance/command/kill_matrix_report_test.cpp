#include "command/kill_matrix_report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace cts {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

KillMatrix mixed() {
  KillMatrix matrix;
  matrix.rows = {
      {.deviation = {"web.case.folded", {"WEB-CASE-1"}, "names fold"},
       .acted = 3,
       .killed_by = {"web.case.url"}},
      {.deviation = {"ftp.idle", {"FTP-DIR-1"}, "does nothing"}, .acted = 0, .killed_by = {}},
      {.deviation = {"ftp.wide", {"FTP-DIR-2"}, "too much"},
       .acted = 1,
       .killed_by = {"ftp.dir"},
       .collateral = {"web.map: fails WEB-MAP-1 \x1b[2J"}},
  };
  matrix.never_failing = {"ftp.never"};
  matrix.without_deviation = {"LOG-1"};
  matrix.seconds = {{"web.case.folded", 0.5}};
  return matrix;
}

TEST(KillMatrixReport, LinesAreAligned) {
  const KillMatrix matrix = mixed();
  const std::string killed = kill_line(matrix.rows[0], 0.5, 20);
  const std::string idle = kill_line(matrix.rows[1], 0.5, 20);
  EXPECT_EQ(killed, "killed      web.case.folded       killed by  1  collateral  0  acted     3   0.50 s");
  EXPECT_EQ(killed.find("collateral"), idle.find("collateral"));
  EXPECT_THAT(idle, HasSubstr("IDLE"));
}

TEST(KillMatrixReport, TellsThatASecondTryWasNeeded) {
  KillMatrix matrix = mixed();
  EXPECT_THAT(kill_summary(matrix), Not(HasSubstr("second try")));
  matrix.rows[0].first_try = {"ftp.dir: fails FTP-DIR-1"};
  EXPECT_THAT(kill_line(matrix.rows[0], 0.5, 20), HasSubstr("(try 2)"));
  EXPECT_THAT(kill_summary(matrix), HasSubstr("as it should be at the second try only; at the first:\n  "
                                              "web.case.folded: ftp.dir: fails FTP-DIR-1\n"));
  EXPECT_THAT(kill_markdown(matrix), HasSubstr("    web.case.folded: ftp.dir: fails FTP-DIR-1\n"));
  const auto json = nlohmann::json::parse(kill_json(matrix));
  EXPECT_EQ(json.at("deviations")[0].at("first_try"), nlohmann::json::array({"ftp.dir: fails FTP-DIR-1"}));
}

TEST(KillMatrixReport, TheSummaryTellsWhatIsWrong) {
  EXPECT_THAT(kill_summary(mixed()),
              AllOf(HasSubstr("it never acted"), HasSubstr("no scenario of FTP-DIR-1 fails"),
                    HasSubstr("web.map: fails WEB-MAP-1"), HasSubstr("ftp.never"), HasSubstr("LOG-1"),
                    HasSubstr("2 of 3 deviations killed: NOT GOOD ENOUGH"), Not(HasSubstr("\x1b"))));
}

TEST(KillMatrixReport, AGoodMatrixSaysSo) {
  KillMatrix matrix = mixed();
  matrix.rows.resize(1);
  matrix.never_failing.clear();
  matrix.without_deviation.clear();
  EXPECT_EQ(kill_summary(matrix), "1 of 1 deviations killed: every check can fail\n");
  EXPECT_THAT(kill_markdown(matrix),
              HasSubstr("| `web.case.folded` | WEB-CASE-1 | killed | web.case.url | 0 | 3 | 0.50 |"));
}

TEST(KillMatrixReport, JsonHoldsEveryRow) {
  const auto json = nlohmann::json::parse(kill_json(mixed()));
  EXPECT_FALSE(json.at("ok").get<bool>());
  ASSERT_EQ(json.at("deviations").size(), 3u);
  EXPECT_EQ(json.at("deviations")[2].at("outcome"), "COLLATERAL");
  EXPECT_EQ(json.at("never_failing")[0], "ftp.never");
}

}  // namespace
}  // namespace cts
