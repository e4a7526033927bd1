#include "runner/gtest_adapter.h"

#include <numeric>

#include <gtest/gtest.h>

#include "runner/run_plan.h"

namespace cts {
namespace {

using reports::ScenarioResult;
using reports::Verdict;

void tell_gtest(const Scenario& scenario, const ScenarioResult& result) {
  for (const reports::Finding& finding : result.findings) {
    if (finding.passed) continue;
    ADD_FAILURE_AT(scenario.run.file(), static_cast<int>(scenario.run.line()))
        << finding.clause << ": " << finding.requirement << "\n  expected: " << finding.expected
        << "\n  actual:   " << finding.actual << "\n  again:    " << finding.repeat;
  }
  for (const std::string& leftover : result.leftovers) ADD_FAILURE() << "left behind: " << leftover;
  if (result.verdict == Verdict::error) ADD_FAILURE() << "error: " << result.message;
  if (result.verdict == Verdict::inconclusive || result.verdict == Verdict::not_applicable)
    GTEST_SKIP() << reports::to_string(result.verdict) << ": " << result.message;
}

class ScenarioTest : public testing::Test {
 public:
  ScenarioTest(const Scenario& scenario, const RunSurroundings& surroundings)
      : scenario_(scenario), surroundings_(surroundings) {
    // One at a time: the first ones are always free.
    surroundings_.mail_accounts.resize(scenario.mail_accounts);
    std::iota(surroundings_.mail_accounts.begin(), surroundings_.mail_accounts.end(), std::size_t{0});
  }

  void TestBody() override { tell_gtest(scenario_, run_scenario(scenario_, surroundings_)); }

 private:
  const Scenario& scenario_;
  RunSurroundings surroundings_;
};

}  // namespace

GtestName gtest_name_of(const Scenario& scenario) {
  const std::size_t dot = scenario.id.rfind('.');
  return {std::string(scenario.id.substr(0, dot)), std::string(scenario.id.substr(dot + 1))};
}

int run_with_gtest(const std::vector<const Scenario*>& scenarios, const RunSurroundings& surroundings,
                   const std::vector<std::string>& arguments) {
  std::vector<std::string> words{"hosting-cts gtest"};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  int argc = static_cast<int>(words.size());
  testing::InitGoogleTest(&argc, argv.data());
  for (const Scenario* scenario : scenarios) {
    const GtestName name = gtest_name_of(*scenario);
    testing::RegisterTest(
        name.suite.c_str(), name.test.c_str(), nullptr, nullptr, scenario->run.file(),
        static_cast<int>(scenario->run.line()),
        [scenario, &surroundings]() -> testing::Test* { return new ScenarioTest(*scenario, surroundings); });
  }
  return RUN_ALL_TESTS();
}

}  // namespace cts
