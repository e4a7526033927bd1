#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace cts {

/// Lends the single things of a target, so that no two scenarios hold the same one. All or nothing: whoever
/// cannot have all of what it asks for gets none, so there is no deadlock. One thread.
class LeaseDesk {
 public:
  /// Lends every one of `resources`, or none. An empty request always succeeds.
  bool try_lend(const std::vector<std::string_view>& resources);
  /// Takes back what try_lend() lent. What is not lent is ignored.
  void give_back(const std::vector<std::string_view>& resources);

 private:
  std::set<std::string, std::less<>> lent_;
};

}  // namespace cts
