#pragma once

#include <string>
#include <vector>

#include "runner/scenario_runner.h"
#include "scenario/scenario.h"

namespace cts {

/// A scenario's name for GoogleTest: "web.index.first" is test "first" of suite "web.index".
struct GtestName {
  std::string suite;
  std::string test;
};
GtestName gtest_name_of(const Scenario& scenario);

/// Registers every row with GoogleTest and runs them in this process: broken promises become failures at the
/// scenario's line, what was not judged is skipped with its reason. `arguments` are GoogleTest's own
/// ("--gtest_list_tests", "--gtest_filter=…"). Once per process. Answers 0 when nothing failed.
int run_with_gtest(const std::vector<const Scenario*>& scenarios, const RunSurroundings& surroundings,
                   const std::vector<std::string>& arguments);

}  // namespace cts
