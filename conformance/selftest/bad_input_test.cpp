// What people get wrong, and what they are told: the contract of the exit codes.

#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "selftest/hostile_server.h"
#include "selftest/suite.h"

namespace cts::selftest {
namespace {

using testing::HasSubstr;

class BadInput : public testing::Test {
 protected:
  BadInput() { write_file(target_, loopback_target(closed_port(), closed_port())); }

  TemporaryFolder folder_;
  std::string target_ = folder_ / "target.toml";
  std::string out_ = folder_ / "out";
};

TEST_F(BadInput, AMistakeInATargetIsToldWithItsLine) {
  write_file(target_, "version = 1\nname = \"x\"\nprofle = \"dedicated\"\n[domain]\nname = \"example.jp\"\n");
  for (const char* command : {"run", "doctor", "clean"}) {
    const ProgramResult run = run_suite({command, "--target", target_});
    EXPECT_EQ(run.end.exit_code, 78) << command;
    EXPECT_THAT(run.error_tail, HasSubstr(target_ + ":3:")) << command;
  }
}

TEST_F(BadInput, SoIsAMissingFileAndAnUnknownProfile) {
  EXPECT_EQ(run_suite({"run", "--target", folder_ / "none.toml"}).end.exit_code, 78);
  const ProgramResult run = run_suite({"run", "--target", target_, "--profile", folder_ / "none.toml"});
  EXPECT_EQ(run.end.exit_code, 78);
  EXPECT_THAT(run.error_tail, HasSubstr("none.toml"));
}

TEST_F(BadInput, ClaimsThatContradictEachOtherAreToldBeforeAnythingIsSent) {
  const std::string profile = folder_ / "profile.toml";
  write_file(profile, "version = 1\nbase = \"pro\"\n[offers]\npops = true\n[mail]\nmailbox = \"1 MB\"\n");
  for (const char* command : {"run", "doctor", "gtest"}) {
    const ProgramResult run = run_suite({command, "--target", target_, "--profile", profile});
    EXPECT_EQ(run.end.exit_code, 78) << command;
    const std::string told = run.output + run.error_tail;
    EXPECT_THAT(told, HasSubstr(profile + ":4:8")) << command;
    EXPECT_THAT(told, HasSubstr(profile + ":6:11")) << command;
  }
}

TEST_F(BadInput, ASelectionThatMatchesNothingIsWrongUsage) {
  const ProgramResult run = run_suite({"run", "--target", target_, "--out", out_, "--select", "WBE-*"});
  EXPECT_EQ(run.end.exit_code, 64);
  EXPECT_THAT(run.error_tail, HasSubstr("did you mean 'WEB-*'?"));
  EXPECT_FALSE(std::filesystem::exists(out_)) << "nothing was begun";
  EXPECT_EQ(run_suite({"run", "--target", target_, "--out", out_, "--select", "WEB-*", "--select", "x"})
                .end.exit_code,
            64)
      << "each pattern must match";
}

TEST_F(BadInput, SoIsWhatTheCommandLineDoesNotKnow) {
  EXPECT_EQ(run_suite({}).end.exit_code, 64);
  EXPECT_EQ(run_suite({"judge"}).end.exit_code, 64);
  EXPECT_EQ(run_suite({"run"}).end.exit_code, 64);
  EXPECT_EQ(run_suite({"run", "--target", target_, "--tier", "quick"}).end.exit_code, 64);
  EXPECT_EQ(run_suite({"run", "--target", target_, "--shard", "4/3"}).end.exit_code, 64);
  EXPECT_EQ(run_suite({"run", "--target", target_, "--jobs", "0"}).end.exit_code, 64);
  EXPECT_EQ(run_suite({"show", "WEB-INDEX-1x"}).end.exit_code, 64);
  EXPECT_EQ(run_suite({"list", "--select", "nothing.like.it"}).end.exit_code, 64);
}

TEST_F(BadInput, ReportsThatCannotBeWrittenAreToldBeforeAnythingIsSent) {
  write_file(folder_ / "file", "");
  const ProgramResult run = run_suite({"run", "--target", target_, "--out", folder_ / "file" + "/out"});
  EXPECT_EQ(run.end.exit_code, 73);
  EXPECT_THAT(run.error_tail, HasSubstr("cannot be written"));
}

TEST_F(BadInput, AJournalOfAnotherTargetIsNotCleaned) {
  std::filesystem::create_directory(out_);
  write_file(out_ + "/journal.jsonl", R"({"run":"aaaaaaaa","target":"somebody-else","place_prefix":"cts-"})"
                                      "\n");
  const ProgramResult run = run_suite({"clean", "--target", target_, "--out", out_});
  EXPECT_EQ(run.end.exit_code, 78);
  EXPECT_THAT(run.error_tail, HasSubstr("somebody-else"));
}

TEST_F(BadInput, TheDoctorNamesProblemAndRemedy) {
  const ProgramResult run = run_suite({"doctor", "--target", target_});
  EXPECT_EQ(run.end.exit_code, 2) << run.output << run.error_tail;
  EXPECT_THAT(run.output, HasSubstr("connection refused"));
  EXPECT_THAT(run.output, HasSubstr("is the server up"));
}

TEST(Listing, IsValidJsonWithEveryClause) {
  const ProgramResult run = run_suite({"list", "--json"});
  ASSERT_EQ(run.end.exit_code, 0) << run.error_tail;
  const auto list = nlohmann::json::parse(run.output);
  EXPECT_GT(list.at("scenarios").size(), 20u);
  EXPECT_GT(list.at("clauses").size(), 100u);
}

TEST(Listing, ShowsAClauseAndAScenario) {
  const ProgramResult clause = run_suite({"show", "WEB-INDEX-1"});
  EXPECT_EQ(clause.end.exit_code, 0);
  EXPECT_THAT(clause.output, HasSubstr("web.index."));
  const auto list = nlohmann::json::parse(run_suite({"list", "--json"}).output);
  const std::string id = list.at("scenarios")[0].at("id");
  const ProgramResult scenario = run_suite({"show", id});
  EXPECT_EQ(scenario.end.exit_code, 0);
  EXPECT_THAT(scenario.output, HasSubstr("--select '" + id + "'"));
  EXPECT_THAT(scenario.output, HasSubstr("conformance/scenario/"));
}

}  // namespace
}  // namespace cts::selftest
