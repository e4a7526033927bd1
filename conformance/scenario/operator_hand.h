#pragma once

#include <chrono>
#include <string>
#include <vector>

namespace cts {

/// What came of a command of the operator's.
struct OperatorAnswer {
  bool succeeded = false;
  std::string output;   ///< its standard output, at most the first MiB
  std::string problem;  ///< why it did not succeed; empty when it did
};

/// The operator's commands ([hooks] of a target file), run on this machine. A twin replaces it in tests. Used
/// by one thread.
class OperatorHand {
 public:
  OperatorHand() = default;
  OperatorHand(const OperatorHand&) = delete;
  OperatorHand& operator=(const OperatorHand&) = delete;
  virtual ~OperatorHand() = default;

  /// Runs argv[0] with the rest as arguments, without a shell, for at most `limit`. Never throws for what the
  /// command does.
  virtual OperatorAnswer run(const std::vector<std::string>& argv, std::chrono::milliseconds limit) = 0;
};

}  // namespace cts
