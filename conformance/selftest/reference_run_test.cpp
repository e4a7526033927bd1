// The suite against the reference server, as processes: everything passes, nothing is left, and an end by
// force costs no report and no trace on the target.

#include <csignal>
#include <filesystem>
#include <fstream>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "runner/journal.h"
#include "runner/reference_server.h"
#include "selftest/suite.h"

namespace cts::selftest {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::IsEmpty;

class ReferenceRun : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    set_reference_passwords();
    folder_ = new TemporaryFolder;
    server_ = new ReferenceServer({server_program(), reference_site(), folder_->path()});
  }
  static void TearDownTestSuite() {
    delete server_;
    delete folder_;
  }

  /// What of the suite's making is on the server's disk.
  static std::vector<std::string> left_on_server() {
    std::vector<std::string> names;
    const std::filesystem::path root(*folder_ / "state/site/root");
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
      if (entry.path().filename().string().find("cts-") != std::string::npos) names.push_back(entry.path());
    }
    return names;
  }

  std::vector<std::string> run_arguments(const std::vector<std::string>& more = {}) const {
    std::vector<std::string> arguments{"run", "--target", server_->target_file(), "--out", out_ / "out"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return arguments;
  }

  /// A run in a process group of its own, caught after its first scenarios.
  std::unique_ptr<BackgroundProgram> run_until_under_way(unsigned jobs) const {
    std::vector<std::string> argv{"/usr/bin/setsid", suite_program()};
    // Of those each creates something.
    const auto arguments = run_arguments({"--jobs", std::to_string(jobs), "--select", "WEB-MAP-*", "--select",
                                          "WEB-INDEX-*", "--select", "FTP-XFER-*"});
    argv.insert(argv.end(), arguments.begin(), arguments.end());
    auto program = std::make_unique<BackgroundProgram>(argv, out_ / "stderr");
    EXPECT_TRUE(program->wait_for_lines(3, 60s)) << read_file(out_ / "stderr");
    return program;
  }

  static TemporaryFolder* folder_;
  static ReferenceServer* server_;
  TemporaryFolder out_;
};

TemporaryFolder* ReferenceRun::folder_ = nullptr;
ReferenceServer* ReferenceRun::server_ = nullptr;

TEST_F(ReferenceRun, PassesWholeAndLeavesNothing) {
  const ProgramResult run = run_suite(run_arguments({"--tier", "slow", "--consent", "destructive"}));
  EXPECT_EQ(run.end.exit_code, 0) << run.output << run.error_tail;
  const nlohmann::json result = read_result(out_ / "out");
  EXPECT_EQ(count_verdict(result, "pass"), result.at("scenarios").size());
  EXPECT_TRUE(result.at("secrets_check").at("checked").get<bool>());
  EXPECT_THAT(result.at("secrets_check").at("leaks"), IsEmpty());
  for (const char* name : {"result.json", "junit.xml", "report.html", "summary.md"})
    EXPECT_THAT(read_file(out_ / "out" + "/" + name), testing::Not(HasSubstr("Selftest-8c1f-word"))) << name;
  EXPECT_THAT(left_on_server(), IsEmpty());
}

TEST_F(ReferenceRun, EveryReportCountsTheSame) {
  const ProgramResult run = run_suite(run_arguments({"--select", "ftp.dir.*"}));
  const std::size_t passes = count_verdict(read_result(out_ / "out"), "pass");
  EXPECT_GT(passes, 0u);
  EXPECT_THAT(run.output, HasSubstr(" " + std::to_string(passes) + " pass"));
  EXPECT_THAT(read_file(out_ / "out/junit.xml"), HasSubstr("tests=\"" + std::to_string(passes) + "\""));
}

TEST_F(ReferenceRun, RunsOnlyWhatIsSelected) {
  const ProgramResult run = run_suite(run_arguments({"--select", "WEB-INDEX-*"}));
  EXPECT_EQ(run.end.exit_code, 0) << run.output;
  const nlohmann::json result = read_result(out_ / "out");
  EXPECT_GT(result.at("scenarios").size(), 0u);
  for (const auto& scenario : result.at("scenarios"))
    EXPECT_THAT(scenario.at("clauses").dump(), HasSubstr("WEB-INDEX-"));
}

TEST_F(ReferenceRun, ShardsTogetherAreTheWhole) {
  std::multiset<std::string> ids;
  std::vector<std::string> merge{"merge", "--out", out_ / "merged"};
  for (const std::string number : {"1", "2"}) {
    EXPECT_EQ(run_suite(run_arguments({"--tier", "smoke", "--shard", number + "/2"})).end.exit_code, 0);
    const nlohmann::json part = read_result(out_ / "out");
    for (const auto& scenario : part.at("scenarios")) ids.insert(scenario.at("id"));
    merge.push_back(out_ / ("part" + number));
    std::filesystem::rename(out_ / "out", merge.back());
  }
  EXPECT_EQ(run_suite(run_arguments({"--tier", "smoke"})).end.exit_code, 0);
  std::multiset<std::string> whole;
  const nlohmann::json result = read_result(out_ / "out");
  for (const auto& scenario : result.at("scenarios")) whole.insert(scenario.at("id"));
  EXPECT_GT(whole.size(), 0U);
  EXPECT_EQ(ids, whole);

  EXPECT_EQ(run_suite(merge).end.exit_code, 0);
  EXPECT_EQ(read_result(out_ / "merged").at("scenarios").size(), whole.size());
  merge.pop_back();
  EXPECT_EQ(run_suite(merge).end.exit_code, 78) << "a part is missing";
}

TEST_F(ReferenceRun, TheDoctorIsContent) {
  const ProgramResult run = run_suite({"doctor", "--target", server_->target_file()});
  EXPECT_EQ(run.end.exit_code, 0) << run.output << run.error_tail;
  EXPECT_THAT(run.output, HasSubstr("this target can be judged"));
}

TEST_F(ReferenceRun, ScenariosAreGoogleTests) {
  const ProgramResult list =
      run_suite({"gtest", "--target", server_->target_file(), "--", "--gtest_list_tests"});
  EXPECT_EQ(list.end.exit_code, 0) << list.error_tail;
  EXPECT_THAT(list.output, HasSubstr("\nweb.index.\n"));
  const ProgramResult one =
      run_suite({"gtest", "--target", server_->target_file(), "--", "--gtest_filter=web.index.*"});
  EXPECT_EQ(one.end.exit_code, 0) << one.output;
  EXPECT_THAT(one.output, HasSubstr("[  PASSED  ]"));
  EXPECT_THAT(left_on_server(), IsEmpty());
}

TEST_F(ReferenceRun, ATerminatedRunCleansUpAndReports) {
  const auto run = run_until_under_way(2);
  ::kill(run->id(), SIGTERM);
  const auto end = run->wait_for_end(60s);
  ASSERT_TRUE(end);
  EXPECT_EQ(end->exit_code, 70) << "cut short";
  const nlohmann::json result = read_result(out_ / "out");
  EXPECT_TRUE(result.at("interrupted").get<bool>());
  EXPECT_GT(count_verdict(result, "pass"), 0u) << "what had ended is kept";
  EXPECT_GT(count_verdict(result, "not_run"), 0u);
  EXPECT_THAT(left_on_server(), IsEmpty());
}

TEST_F(ReferenceRun, AfterAKillCleanLeavesNothing) {
  const std::string customers = *folder_ / "state/site/root/web/of-the-customer.html";
  write_file(customers, "theirs");
  const auto run = run_until_under_way(4);
  ::kill(-run->id(), SIGKILL);  // workers too
  ASSERT_TRUE(run->wait_for_end(30s));
  EXPECT_FALSE(std::filesystem::exists(out_ / "out/result.json"));

  const ProgramResult clean = run_suite({"clean", "--target", server_->target_file(), "--out", out_ / "out"});
  EXPECT_EQ(clean.end.exit_code, 0) << clean.output << clean.error_tail;
  EXPECT_THAT(left_on_server(), IsEmpty());
  const auto journal = read_journal(out_ / "out/journal.jsonl");
  ASSERT_TRUE(journal);
  EXPECT_TRUE(journal->anything_created);
  EXPECT_THAT(journal->remaining, IsEmpty());
  EXPECT_EQ(run_suite({"clean", "--target", server_->target_file(), "--out", out_ / "out"}).end.exit_code, 0)
      << "and once more";
  EXPECT_EQ(read_file(customers), "theirs") << "nothing is touched that the suite did not make";
  std::filesystem::remove(customers);
}

TEST_F(ReferenceRun, AWorkerThatDiesCostsOneScenario) {
  const auto run = run_until_under_way(1);
  const std::string id = std::to_string(run->id());
  const std::string children = read_file("/proc/" + id + "/task/" + id + "/children");
  ASSERT_FALSE(children.empty());
  ::kill(std::stoi(children), SIGKILL);
  const auto end = run->wait_for_end(120s);
  ASSERT_TRUE(end);
  EXPECT_EQ(end->exit_code, 70);
  const nlohmann::json result = read_result(out_ / "out");
  EXPECT_EQ(count_verdict(result, "error"), 1u);
  const std::size_t not_run = count_verdict(result, "not_run");
  EXPECT_EQ(count_verdict(result, "pass"), result.at("scenarios").size() - 1 - not_run);
  EXPECT_FALSE(result.at("interrupted").get<bool>());
  EXPECT_THAT(left_on_server(), IsEmpty());
}

}  // namespace
}  // namespace cts::selftest
