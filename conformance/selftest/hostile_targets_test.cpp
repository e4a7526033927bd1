// The vacuity floor: against what is no hosting service, nothing passes. And whatever a target does, every
// run ends in its time and writes its reports.

#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "selftest/behaviours.h"
#include "selftest/suite.h"

namespace cts::selftest {
namespace {

using testing::HasSubstr;

struct HostileCase {
  const char* name;
  HostileServer::Session web;  ///< empty: closed
  HostileServer::Session ftp;
};

void PrintTo(const HostileCase& hostile, std::ostream* out) {
  *out << hostile.name;
}

class HostileTarget : public testing::TestWithParam<HostileCase> {};

TEST_P(HostileTarget, MakesNothingPassAndTheRunEnds) {
  const HostileCase& hostile = GetParam();
  std::unique_ptr<HostileServer> web;
  std::unique_ptr<HostileServer> ftp;
  if (hostile.web) web = std::make_unique<HostileServer>(hostile.web);
  if (hostile.ftp) ftp = std::make_unique<HostileServer>(hostile.ftp);
  const TemporaryFolder folder;
  write_file(folder / "target.toml",
             loopback_target(web ? web->port() : closed_port(), ftp ? ftp->port() : closed_port()));

  const nlohmann::json result = expect_nothing_passes(folder, "16");
  EXPECT_GT(result.at("scenarios").size(), 0u);
  for (const char* name : {"junit.xml", "report.html", "summary.md"})
    EXPECT_TRUE(std::filesystem::exists(folder / "out" + "/" + name)) << name;
}

INSTANTIATE_TEST_SUITE_P(
    VacuityFloor, HostileTarget,
    testing::Values(HostileCase{"Closed", {}, {}}, HostileCase{"Silent", silent, silent},
                    HostileCase{"BannerOnly", silent, ftp_banner_only},
                    HostileCase{"FtpSaysYes", silent, ftp_yes_to_everything},
                    HostileCase{"HttpSays200", http_200_to_everything, silent},
                    HostileCase{"BothSayYes", http_200_to_everything, ftp_yes_to_everything},
                    HostileCase{"EndlessLine", endless_line, endless_line},
                    HostileCase{"Garbage", garbage, garbage}, HostileCase{"Drip", http_drip, ftp_drip},
                    HostileCase{"ClosesInMidReply", http_closes_in_mid_reply, ftp_closes_in_mid_reply}),
    [](const auto& instance) { return instance.param.name; });

TEST(ClosedTarget, IsOneRootCause) {
  const TemporaryFolder folder;
  write_file(folder / "target.toml", loopback_target(closed_port(), closed_port()));
  const ProgramResult run = run_suite({"run", "--target", folder / "target.toml", "--out", folder / "out"});
  EXPECT_EQ(run.end.exit_code, 2) << run.error_tail;
  const nlohmann::json result = read_result(folder / "out");
  ASSERT_EQ(result.at("root_causes").size(), 1u);
  EXPECT_EQ(result.at("root_causes")[0].at("id"), "target.unreachable");
  const std::size_t aside = count_verdict(result, "inconclusive");
  EXPECT_GT(aside, 0u);
  EXPECT_EQ(result.at("root_causes")[0].at("scenarios_affected"), aside);
}

TEST(ClosedTarget, DoesNotBecomeConformantByAllowingInconclusive) {
  const TemporaryFolder folder;
  write_file(folder / "target.toml", loopback_target(closed_port(), closed_port()));
  const ProgramResult run =
      run_suite({"run", "--target", folder / "target.toml", "--out", folder / "out", "--allow-inconclusive"});
  EXPECT_EQ(run.end.exit_code, 2) << "0 needs at least one scenario that ran";
}

TEST(DeadFtp, FailsOnceAndTheRestIsInconclusive) {
  HostileServer web(http_200_to_everything);
  const TemporaryFolder folder;
  write_file(folder / "target.toml", loopback_target(web.port(), closed_port()));
  const ProgramResult run = run_suite({"run", "--target", folder / "target.toml", "--out", folder / "out"});
  EXPECT_EQ(run.end.exit_code, 1) << run.output;
  const nlohmann::json result = read_result(folder / "out");
  EXPECT_EQ(count_verdict(result, "pass"), 0u);
  for (const auto& scenario : result.at("scenarios")) {
    // The counter is called by visitors only, and this web server has none; nor has it members.
    const bool needs_no_ftp =
        scenario.at("service") == "counter" || scenario.at("id").get<std::string>().starts_with("acct.");
    if (scenario.at("verdict") != "inconclusive" || needs_no_ftp) continue;
    EXPECT_EQ(scenario.at("root_cause"), "ftp.connect") << scenario.at("id");
  }
}

}  // namespace
}  // namespace cts::selftest
