#pragma once

#include <string>
#include <vector>

#include "scenario/operator_hand.h"

namespace cts {

/// An operator for tests: remembers what was asked, and gives the answer that the test has put there.
class MemoryOperator final : public OperatorHand {
 public:
  OperatorAnswer run(const std::vector<std::string>& argv, std::chrono::milliseconds) override {
    asked.push_back(argv);
    return answer;
  }

  OperatorAnswer answer{.succeeded = true, .output = "", .problem = ""};
  std::vector<std::vector<std::string>> asked;
};

}  // namespace cts
