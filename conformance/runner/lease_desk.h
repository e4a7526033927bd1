#pragma once

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace cts {

/// Lends the single things of a target, so that no two scenarios hold the same one, and the target itself:
/// whoever borrows resource::whole_target is alone with it. All or nothing: whoever cannot have all of what
/// it asks for gets none, so there is no deadlock. One thread.
class LeaseDesk {
 public:
  /// Lends every one of `resources`, or none. A request for nothing is a guest of the target too.
  bool try_lend(const std::vector<std::string_view>& resources);
  /// Takes back what try_lend() lent, once for each success.
  void give_back(const std::vector<std::string_view>& resources);

 private:
  std::set<std::string, std::less<>> lent_;
  std::size_t guests_ = 0;
};

/// Lends a target's mail accounts, by their numbers, each to one scenario at a time. One thread.
class MailAccountDesk {
 public:
  explicit MailAccountDesk(std::size_t count);
  /// So many of them, or nothing.
  std::optional<std::vector<std::size_t>> try_lend(std::size_t wanted);
  void give_back(const std::vector<std::size_t>& accounts);

 private:
  std::vector<bool> lent_;
};

}  // namespace cts
