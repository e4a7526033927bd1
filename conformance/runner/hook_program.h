#pragma once

#include "scenario/operator_hand.h"

namespace cts {

/// Runs hooks as child processes.
class HookProgram final : public OperatorHand {
 public:
  OperatorAnswer run(const std::vector<std::string>& argv, std::chrono::milliseconds limit) override;
};

}  // namespace cts
