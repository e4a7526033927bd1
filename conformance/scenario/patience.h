#pragma once

#include <algorithm>
#include <chrono>
#include <thread>

namespace cts {

/// Looks again and again, ever less often, until `seen()` or the deadline; for what the target does in its
/// own time and announces to nobody. Returns what the last look said.
template <class Look>
bool seen_within(std::chrono::milliseconds patience, Look seen) {
  const auto deadline = std::chrono::steady_clock::now() + patience;
  std::chrono::milliseconds pause{5};
  while (!seen()) {
    const auto now = std::chrono::steady_clock::now();
    if (now >= deadline) return false;
    std::this_thread::sleep_until(std::min(now + pause, deadline));
    pause = std::min(pause * 2, std::chrono::milliseconds{1'000});
  }
  return true;
}

}  // namespace cts
