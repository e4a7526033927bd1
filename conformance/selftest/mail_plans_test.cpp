// Each plan of the mail manual, served by the reference server: what it promises is kept, and judged.

#include <cstdlib>
#include <filesystem>
#include <regex>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "runner/reference_server.h"
#include "selftest/suite.h"

namespace cts::selftest {
namespace {

using testing::IsEmpty;

class EachPlan : public testing::TestWithParam<const char*> {};

/// Each with its text.
std::vector<std::string> letters_left(const std::string& mail) {
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(mail))
    if (entry.is_regular_file()) files.push_back(entry.path().string() + ":\n" + read_file(entry.path()));
  return files;
}

TEST_P(EachPlan, KeepsWhatItPromisesOfMail) {
  set_reference_passwords();
  const TemporaryFolder folder;
  write_file(folder / "site.toml",
             std::regex_replace(read_file(reference_site()), std::regex("\nplan = \"[a-z]*\""),
                                "\nplan = \"" + std::string(GetParam()) + "\""));
  const ReferenceServer server({server_program(), folder / "site.toml", folder.path()});
  const ProgramResult run = run_suite({"run", "--target", server.target_file(), "--out", folder / "out",
                                       "--select", "POP-*", "--select", "SMTP-*", "--select", "MBOX-*",
                                       "--select", "HOST-3", "--tier", "slow", "--consent", "destructive"});
  EXPECT_EQ(run.end.exit_code, 0) << run.output << run.error_tail;
  const nlohmann::json result = read_result(folder / "out");
  const std::string plan = GetParam();
  const bool has_tls = plan == "secure" || plan == "premium";
  EXPECT_EQ(count_verdict(result, "pass") + (has_tls ? 0 : 1), result.at("scenarios").size())
      << "all but POP over TLS where there is none";
  EXPECT_THAT(letters_left(folder / "state/mail"), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(Plans, EachPlan, testing::Values("basic", "secure", "premium", "pro", "dedicated"),
                         [](const auto& instance) { return instance.param; });

}  // namespace
}  // namespace cts::selftest
